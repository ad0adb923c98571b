package dev.liveset.codec;

import dev.liveset.recovery.RegionStatus;

/**
 * What a read of a region found.
 *
 * @param status whether there is content
 * @param content a {@link dev.liveset.recovery.Manifest}, {@link dev.liveset.recovery.PoolTable} or
 *     {@link dev.liveset.recovery.LastWords} by the kind of region, null unless the status is valid
 */
public record RegionContent(RegionStatus status, Object content) {
    static final RegionContent NO_VALID_SLOT = new RegionContent(RegionStatus.NO_VALID_SLOT, null);
    static final RegionContent UNREADABLE = new RegionContent(RegionStatus.UNREADABLE, null);
}
