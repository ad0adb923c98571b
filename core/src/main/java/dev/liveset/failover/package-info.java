/**
 * The failover planner: where the VMs of lost hosts go, how many losses the pool can take, and what would break it.
 *
 * <p>Start at {@link dev.liveset.failover.FailoverPlanner} and {@link dev.liveset.failover.SearchingPlanner}; a pool
 * that changes is held in a {@link dev.liveset.failover.PlannerSession}. Everything here is pure: no clock, thread,
 * randomness or I/O; limits count steps, they never measure time.
 *
 * <h2>Why a promise holds</h2>
 *
 * <p>A promise is either searched (every loss was planned, or every loss that a packing test leaves open) or proven by
 * the packing tests below. Memory is the only resource that can run out in them (lemma 7), every VM may run everywhere or
 * is stranded as soon as its host is lost, and there is no hard anti-affinity; for other pools there is lemma 9 alone.
 * Each lemma is attacked by the property of that name in {@code PackingLemmaTest}.
 *
 * <p>Words: S is the set of lost hosts, T the survivors; f<sub>h</sub> the free memory of h before any loss (0 where
 * nothing may start); R<sub>h</sub> the memory restarted on survivor h; V<sub>h</sub>(s) the memory of the protected
 * VMs of h that need at least s, V<sub>h</sub> that of all its VMs which may be restarted. <i>Any-fit</i> places a VM
 * whenever some survivor has room; <i>decreasing</i> takes the largest first. A survivor is <i>closed</i> to s when it
 * has less than s left.
 *
 * <p><b>Lemma 1 (at once).</b> If decreasing any-fit leaves over a VM of size s, all survivors are closed to s, and only
 * VMs of at least s were placed. A survivor with f &ge; s then holds more than f &minus; s; this is a sum of sizes of at
 * least s, hence a multiple of their greatest common divisor g, and takes at least c = &lfloor;(f &minus; s) /
 * largest&rfloor; + 1 VMs. So R &ge; L(s) = max(&lceil;(f &minus; s + 1) / g&rceil; g, c s), and L(s) = 0 where f &lt;
 * s. All of it came from S: V(s) summed over S is at least s plus L(s) summed over T. If the n largest V<sub>h</sub>(s)
 * + L<sub>h</sub>(s) sum to less than s + &Sigma; L<sub>h</sub>(s) over all hosts, for every size s, no n hosts can
 * bring this about. Both sides are sums over hosts, so the worst set needs no enumeration. The same with numbers of VMs
 * in place of memory, c in place of L and 1 in place of s; a size needs only one of the two. VMs that wait already are
 * taken off the right side. Decreasing any-fit is the first that every plan tries.
 *
 * <p><b>Lemma 2 (in sequence, any placements).</b> Whatever was chosen in the steps before, a step leaves over a VM of
 * size s only if all survivors are closed to s. What they hold of restarted memory, of any size, is more than f &minus;
 * s where f &ge; s, and a multiple of the divisor of all sizes; it all came from hosts lost so far, and from the last of
 * them only in VMs of at least s, for smaller ones come later in its step. So lemma 1 holds with V<sub>h</sub> for
 * V<sub>h</sub>(s), but for the last lost host, whichever it is, and the divisor and largest of all sizes. Both sides
 * are still sums over hosts ({@code LastLoss}). The first loss of a sequence is one at once, for which lemma 1 holds.
 *
 * <p><b>Lemma 3 (in sequence, best-fit).</b> Let every placement take the host with least room that suffices, and let a
 * VM of size s be left over. Call x<sub>1</sub>, x<sub>2</sub>, ... the survivors with f &ge; s in the order in which
 * they were closed to s, and u<sub>i</sub> the VM that closed x<sub>i</sub>. When u<sub>i+1</sub> was placed,
 * x<sub>i</sub> had less room than the host that was taken; best-fit would have preferred it, so it had less than
 * u<sub>i+1</sub>, and it never gets more. Hence R of x<sub>i</sub> is more than f &minus; min(u<sub>i+1</sub>, s), with
 * s for u after the last. Take any t &le; s and let a VM of size v weigh v + min(v, s) &minus; t where v &gt; t, else v.
 * Then R of x<sub>i</sub> and the excess weight of u<sub>i</sub> are at least f + 1 &minus; max(t, min(u<sub>i+1</sub>,
 * s)) + max(t, min(u<sub>i</sub>, s)) &minus; t. Over all i this telescopes to at least &Sigma; (f + 1 &minus; t)
 * &minus; (s &minus; t), and the VM left over weighs s + (s &minus; t). So the weight that was lost is at least s +
 * &Sigma; (f + 1 &minus; t) over the survivors with f &ge; s: a test for every t, of which one that proves is enough. As
 * in lemma 2 the last lost host counts with its VMs of at least s only, and f + 1 may be rounded up to a multiple of the
 * divisor of all sizes.
 *
 * <p><b>Lemma 4 (in sequence, sizes that divide each other, whole slots kept).</b> A VM goes where the fewest larger
 * sizes lose a whole slot ({@code FitRule.WHOLE_SLOTS}). Let k<sub>h</sub>(s) = &lfloor;f / s&rfloor; &minus;
 * &lfloor;(f &minus; R) / s&rfloor; be the slots of s used up on h. <i>Then &Sigma; max(0, k(s) s &minus; R) over the
 * survivors is always less than s</i>: for the smallest size it is 0. A smaller t uses up a slot of s only when every
 * survivor has free mod s &lt; t, so that free mod s = free mod t, and k(s) s &minus; R &le; k(t) t &minus; R on each
 * host; by induction the sum is less than t, and the VM adds s &minus; t to one term. VMs of at least s change no term,
 * more restarted memory lowers terms, and lost hosts take theirs away. Now let a VM of size s be left over. If no
 * smaller VM ever used up a slot of s on a survivor, VMs of at least s fill all of them, which lemma 1 excludes (with
 * best-effort VMs counted). Else let t &lt; s be the last that did: then free mod s = free mod t on every survivor, and
 * from then on free mod s did not grow, but on the host of t. So what is left over at the end sums to at most &Sigma;
 * (f mod t) + (t &minus; smallest) + (s &minus; t), and V summed over S is at least smallest + &Sigma; t &lfloor;f /
 * t&rfloor; over T, where the last lost host counts with its VMs larger than t only: t was placed in a step before. It is
 * enough that, for every size t but the largest, the n largest V<sub>h</sub> + t &lfloor;f / t&rfloor;, so counted, sum
 * to less than smallest + &Sigma; t &lfloor;f / t&rfloor;.
 *
 * <p><b>Lemma 5.</b> With sizes that divide each other, decreasing any-fit fails only where no placement exists: when a
 * VM of size s is left over, every survivor holds &lfloor;f / s&rfloor; s of VMs of at least s, and no placement can
 * hold more. So no search is needed there, and the test of lemma 1 is exact.
 *
 * <p><b>Lemma 6.</b> The tests prove no less when a host without VMs is added or memory grows: L, c, f + 1 &minus; t and
 * the slots do not fall with f, and a new host adds as much to the right side as it can add to the left. (If it is the
 * last that is lost, the n &minus; 1 before it do not reach the threshold either, for they would not with any other.)
 *
 * <p><b>Lemma 7.</b> If every VM that may be restarted needs, for its memory, no more of another resource than every host
 * that receives has free of it for its own free memory (need / memory &le; free / f), then VMs that fit on a host by
 * memory fit by that resource: their needs sum to at most &Sigma; memory &middot; free / f &le; free.
 *
 * <p><b>Lemma 9 (any rules).</b> A survivor is closed to a VM v that needs s of memory if v may not run there, if a VM of
 * v's hard group is there, or if less is left of some resource r than v needs. Let decreasing any-fit leave over v, and
 * let A be the hosts that receive and that v may run on; some survivor is among them, or else v is stranded and no promise
 * speaks of it. The other VMs of its group are on no more hosts than they have, k in all. Every other survivor in A holds
 * at least f<sub>r</sub> &minus; need<sub>r</sub> + 1 of some r that v needs, in VMs of at least s that may run on a host
 * of A. Measure VMs by any <i>kind</i> of amount: one of the resources, their number, or a weighted sum of resources. What
 * is held of r then tells the least amount L<sub>h</sub> of the kind that comes with it (by the least ratio of the two
 * among those VMs, by a common divisor, by their largest need), the smallest over r counts, and 0 where v fits on no empty
 * host. So the amount of the VMs that S sets free, of at least s and with a host in A, is at least that of v plus &Sigma;
 * L<sub>h</sub> over A without S, less the k largest L<sub>h</sub>: a test by sums over hosts as in lemma 1, for every VM
 * unlike the others and for every kind, of which one that proves is enough. S leaves out a host of A, and the worst such S
 * leaves out the one that adds least. In sequence the VMs are those of lemma 2: of any size, but for the last loss.
 *
 * <p><b>Lemma 10 (ranges of sizes).</b> An admission check asks whether one number of losses is proven, and mostly needs no
 * look at every size. For all sizes s from low to high, V<sub>h</sub>(s) &le; V<sub>h</sub>(low), and what a survivor holds is
 * no less than with s = high (and the divisor of all sizes of at least low). So if the sums of lemmas 1 to 3 with these prove
 * the number, they prove it for every size of the range ({@code SizeRanges}); a range of one size is the row itself. Of lemma
 * 3 the weights take the least t, the survivors the largest.
 *
 * <h2>What the search adds</h2>
 *
 * <p>A set of n hosts can break the plan only if it reaches the thresholds of some size. {@code SetSearch} visits just
 * those, the heaviest first, and plans each; in the end n is proven, or a counter-example is found, or the limit is
 * reached and the promise stays at what was proven. {@code OrderSearch} follows orders of losses and leaves a branch as
 * soon as the tests prove the rest of it. It is asked only for as many losses as have a few thousand orders of hosts
 * with VMs; of longer sequences the tests alone speak, so that what they promise cannot drop when the pool grows.
 *
 * <p><b>Lemma 8.</b> Leave out some hosts E that hold no VM. A loss S is to the pool what the loss of S without E is to
 * the smaller one, with the same survivors but E, so a placement there is one here; and there no more hosts are lost. So
 * every promise at once of the smaller pool holds in the larger one, if plans whose search ends at its limit are made
 * anew without E: they then do, step by step, what they do in the smaller pool. {@code Promise} and {@code PlanMaking}
 * leave out any of up to two such hosts ({@code SpareHosts}); a search that came to an end needs none of it. Hence
 * another host without VMs, as long as there are at most two, never lowers the number at once of a pool of memory only:
 * that of the pool before is among those of which the largest is taken.
 *
 * <p><b>Lemma 11 (two in sequence).</b> Let all VMs run and be protected, let there be no rule but memory, let plans look
 * ahead, and let 2 to 59 hosts have VMs, for then the orders of two losses are searched. Two losses in sequence can be survived if and only if after every first loss some placement survives every second.
 * That depends on the pool alone, and it stays true when memory grows or a host without VMs is added, for the same
 * placements will do. Plans find one wherever there is one, unless a search ends at its limit: if the placements that are
 * compared first survive no further loss, {@code NextLoss} tries all. It goes no further from a state whose VMs still to be
 * placed cannot be planned together with the loss of some host: if a placement of them survives that loss, they can, where
 * they are or, those on the lost host, where they are planned to then. So two in sequence are promised exactly where they
 * can be.
 *
 * <p><b>What is not proven.</b> More memory on a host: the tests of lemmas 1 to 4 prove no less (lemma 6), and where the
 * search at once ends before its limit its number is the true one, which cannot drop; where it ends at its limit, it may.
 * In sequence, what the search adds to the tests beyond lemma 11 rests on the placements that plans choose, and a pool with
 * more room may be led to others. In pools that need lemma 9, neither another host nor more memory is known never to lower the number:
 * the weights of its sums change with them. A search that could be made to keep the better number would have to keep the
 * plans of the smaller pool too, for the promise is about them.
 *
 * <p>In pools of few VMs a plan looks up to two losses ahead ({@code Lookahead}) and leaves the best-fit placement where
 * that surely survives fewer than it could. Lemma 3 stays true: where best-fit surely survives at most one more loss,
 * no longer promise holds, and the placement taken instead survives one more. To know that best-fit survives no further
 * loss, it is enough that decreasing best-fit fails after one: where the tests prove that loss, it does not.
 *
 * <p>The upper bound is that of volume and of slots ({@code UpperBounds}), or the smaller one that a certain
 * counter-example gives. In sequence no more can be survived than at once: the last state of a sequence is a placement.
 */
package dev.liveset.failover;
