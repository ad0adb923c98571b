package dev.liveset.examples.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.failover.Admission;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WhatIfCommandTest {

    private static final String CSV = """
            # two web servers and a database
            group,db,hard
            host,h1,65536,vcpus=32
            host,h2,65536,vcpus=32,reserved=4096
            host,h3,32768,vcpus=16
            vm,web,8192,h1,protected,order=1,delay=10,vcpus=4
            vm,db1,16384,h1,protected,group=db
            vm,db2,16384,h2,protected,group=db
            vm,ci,24576,h2,best-effort
            vm,fixed,1024,h3,protected,allowed=h3
            """;

    @TempDir
    private Path dir;

    private String run(String... arguments) {
        StringWriter out = new StringWriter();
        assertEquals(0, command(out).execute(arguments));
        return out.toString();
    }

    private static CommandLine command(StringWriter out) {
        return new CommandLine(new WhatIfCommand()).setOut(new PrintWriter(out));
    }

    /** What an argument is refused with. */
    private static void call(String... arguments) throws Exception {
        CommandLine command = command(new StringWriter());
        command.parseArgs(arguments);
        ((WhatIfCommand) command.getCommand()).call();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    @Test
    void shouldReportAnInventoryInWordsJsonAndPicture() throws IOException {
        Path json = dir.resolve("answers.json");
        Path picture = dir.resolve("picture.html");
        String report = run(file("pool.csv", CSV), "--json", json.toString(), "--picture", picture.toString());
        assertTrue(report.contains("Host failures to tolerate: 1"), report);
        assertTrue(report.contains("Not counted: fixed cannot survive the loss of h3"), report);
        assertTrue(report.contains("For 2: "), report);
        JsonValue answers = JsonReader.read("answers", 1, Files.readString(json));
        assertEquals(1, answers.object("answers").get("tolerate").number("tolerate", 0, 9));
        String html = Files.readString(picture);
        assertTrue(html.contains("db1"), "every VM is drawn");
        assertTrue(!html.contains("http://") || html.indexOf("http://") == html.indexOf("http://www.w3.org/2000/svg"));
    }

    @Test
    void shouldReadTheSameFromJsonAsFromCsv() throws IOException {
        String json = """
                {"resources": ["vcpus"], "groups": [{"name": "db", "hard": true}],
                 "hosts": [{"name": "h1", "memory_mib": 65536, "vcpus": 32},
                           {"name": "h2", "memory_mib": 65536, "vcpus": 32, "reserved_mib": 4096},
                           {"name": "h3", "memory_mib": 32768, "vcpus": 16}],
                 "vms": [{"name": "web", "memory_mib": 8192, "host": "h1", "order": 1, "start_delay_s": 10, "vcpus": 4},
                         {"name": "db1", "memory_mib": 16384, "host": "h1", "group": "db"},
                         {"name": "db2", "memory_mib": 16384, "host": "h2", "group": "db"},
                         {"name": "ci", "memory_mib": 24576, "host": "h2", "protection": "best-effort"},
                         {"name": "fixed", "memory_mib": 1024, "host": "h3", "allowed_hosts": ["h3"]}]}
                """;
        assertEquals(run(file("pool.csv", CSV)), run(file("pool.json", json)));
    }

    @Test
    void shouldAnswerAFileOfPoolsAsCsv() throws IOException {
        String pools = """
                {"id":"a","hosts":2,"free_mib":[10,10],"vm_mib":[4],"vm_host":[0]}

                {"free":[21,22,6,16],"vm":[12,10,11],"vm_host":[2,2,1],"bad_sets":[[1,2],[0,1,3]]}
                {"id":"full","free_mib":[1],"vm_mib":[5],"vm_host":[-1]}
                """;
        List<String> lines = run("--batch", file("pools.jsonl", pools))
                .lines()
                .map(line -> line.replaceAll("0\\.\\d{7}", "TIME"))
                .toList();
        assertEquals(
                List.of(
                        "id,simultaneous,sequential,tolerate,upper_bound,seconds,unplaced",
                        "a,1,1,1,1,TIME,0",
                        "line-3,2,2,2,2,TIME,1",
                        "full,-1,-1,-1,0,TIME,0"),
                lines);
    }

    @Test
    void shouldSayWhereAnInputIsWrongAndWhatWasExpected() {
        assertComplaint("x.csv, line 1, column 8: expected a whole number", "host,a,ten");
        assertComplaint("x.csv, line 2, column 8: expected the name of a host", "host,a,10\nvm,v,5,b");
        assertComplaint("x.csv, line 1, column 1: expected host, vm or group", "hots,a,10");
        assertComplaint("x.csv, line 1, column 1: expected at least one line that begins with host", "");
        assertComplaint("x.csv, line 1, column 6: expected a name, not blank", "host,a\u0000b,10");
        assertComplaint("x.csv, line 1, column 11: expected reserved, enabled, alive or", "host,a,10,memory=4");
        assertComplaint("x.csv, line 1, column 19: expected each setting only once", "host,a,10,vcpus=4,vcpus=9");
        assertComplaint("x.json, line 1, column 11: expected at least one host", "{\"hosts\": []}");
        assertComplaint("x.json, line 1, column 20: expected the name of a host", "{\"hosts\": [{\"name\":\"\"}]}");
        assertComplaint("x.json, line 1, column 15: expected the name of a resource", "{\"resources\":[\"order\"]}");
        assertComplaint("x.json, line 1, column 11: expected a value", "{\"hosts\": 010}");
        assertComplaint("x.jsonl, line 1, column 1: expected a pool", "\n\n");
        assertComplaint("x.json, line 1, column 11: expected", "{\"hosts\": x}");
        assertComplaint(
                "x.json, line 2, column 15: expected memory_mib as a whole number",
                "{\"hosts\": [\n{\"memory_mib\":\"1\"," + "\"name\":\"a\"}]}");
        assertComplaint("x.json, line 1, column 1: expected a member \"hosts\"", "{}");
        assertComplaint("x.json, line 1, column 1: expected", "");
        assertComplaint(
                "x.jsonl, line 2, column 36: expected one host for each",
                "\n" + "{\"free\":[1],\"vm\":[1,2],\"vm_host\":" + "  [0]}");
    }

    @Test
    void shouldPrintWholeLinesAlsoBeforeAMistake() {
        StringWriter out = new StringWriter();
        assertThrows(
                LivesetException.class,
                () -> new Batch(new dev.liveset.failover.SearchingPlanner(), new PrintWriter(out))
                        .answer("x.jsonl", List.of("{\"free\":[1],\"vm\":[1],\"vm_host\":[0],\"bad_sets\":[[9]]}")));
        assertEquals(1, out.toString().lines().count(), "the heading alone");
    }

    private void assertComplaint(String expected, String text) {
        LivesetException complaint = assertThrows(LivesetException.class, () -> read(text, expected));
        assertTrue(complaint.getMessage().startsWith(expected), complaint::getMessage);
    }

    private static void read(String text, String expected) {
        if (expected.startsWith("x.csv")) {
            CsvInventory.read("x.csv", text.lines().toList());
        } else if (expected.startsWith("x.jsonl")) {
            new Batch(new dev.liveset.failover.SearchingPlanner(), new PrintWriter(new StringWriter()))
                    .answer("x.jsonl", text.lines().toList());
        } else {
            JsonInventory.read("x.json", text);
        }
    }

    @Test
    void shouldAnswerForAPoolThatIsOnlyThoughtOf() throws IOException {
        String pool = file("pool.csv", CSV);
        String grown = run(pool, "--change", "add-host h4=64 GiB,vcpus=32");
        assertTrue(grown.startsWith("Host failures to tolerate as it is: 1."), grown);
        assertTrue(grown.contains("After add-host h4=64 GiB,vcpus=32:"), grown);
        assertTrue(grown.contains("4 hosts, 5 VMs."), grown);
        assertTrue(grown.contains("Host failures to tolerate: 2"), grown);
        String shrunk =
                run(pool, "--change", "lose-host h3", "--change", "host-memory h1=8 GiB", "--change", "protect ci");
        assertTrue(shrunk.contains("Host failures to tolerate: 0"), shrunk);
        String freed = run(pool, "--change", "unprotect db2", "--change", "disable-host h3");
        assertTrue(freed.contains("Host failures to tolerate: "), freed);
    }

    @Test
    void shouldRefuseAChangeThatCannotBe() {
        PlannerPool pool = CsvInventory.read(
                "x.csv", (CSV + "vm,halted,1024,,unprotected").lines().toList());
        for (String change : List.of(
                "grow h1",
                "add-host h1=1 GiB",
                "add-host h4",
                "add-host h4=1 GiB,gpus=1",
                "host-memory h9=1 GiB",
                "lose-host",
                "protect h1",
                "add-vm web=1 GiB,h1",
                "add-vm new=1 GiB",
                "add-vm new=1 GiB,h9",
                "add-vm new=1 TiB,h1",
                "start-vm web=h2",
                "start-vm halted",
                "start-vm halted=h9",
                "migrate-vm halted=h2",
                "migrate-vm web=h1",
                "migrate-vm fixed=h1",
                "stop-vm nothing")) {
            LivesetException refused = assertThrows(LivesetException.class, () -> ask(pool, change));
            assertTrue(refused.getMessage().contains("write add-host NAME=MEMORY"), refused::getMessage);
        }
        LivesetException amount = assertThrows(LivesetException.class, () -> ask(pool, "host-memory h1=much"));
        assertTrue(amount.getMessage().contains("for example 512 MiB"), amount::getMessage);
    }

    private static Admission ask(PlannerPool pool, String change) {
        return new Hypothesis(change, pool).ask(new PlannerSession(pool, 0, PlannerLimits.QUICK));
    }

    @Test
    void shouldTellWhetherAChangeWouldBeAdmittedAndWhatItWouldBreak() throws IOException {
        String pool = file("pool.csv", """
                host,a,80
                host,b,80
                host,c,21
                vm,one,30,a
                vm,two,30,b
                vm,small,1,c
                vm,halted,5,,unprotected
                """);
        Path json = dir.resolve("answers.json");
        String report = run(
                pool, "--change", "start-vm halted=c", "--change", "add-vm big=25 MiB,a", "--json", json.toString());
        assertTrue(
                report.contains(
                        "start-vm halted=c: allowed, 1 host failure can be tolerated then too, by the packing test."),
                report);
        assertTrue(report.contains("add-vm big=25 MiB,a: refused, then the plan breaks by the loss of b."), report);
        assertTrue(report.contains("Host failures to tolerate: 0"), report);
        JsonValue answers = JsonReader.read("answers", 1, Files.readString(json));
        List<JsonValue> changes = answers.object("answers").get("changes").list("changes");
        assertEquals(
                List.of("still_promised", "breaks"),
                changes.stream()
                        .map(change -> change.object("change").get("verdict").text("verdict"))
                        .toList());
        assertTrue(run(pool, "--target", "0", "--change", "add-vm big=25 MiB,a").contains("big=25 MiB,a: allowed, 0"));
        assertTrue(run(pool, "--target", "2", "--change", "stop-vm two")
                .contains("stop-vm two: allowed, 2 host failures cannot be tolerated without it either."));
        assertTrue(run(pool, "--change", "migrate-vm one=b").contains("migrate-vm one=b: allowed, 1 host failure can"));
        assertThrows(LivesetException.class, () -> call(pool, "--target", "1"));
        assertThrows(LivesetException.class, () -> call(pool, "--target", "-1", "--change", "stop-vm two"));
    }

    @Test
    void shouldReadATextThatBeginsWithAByteOrderMarkAndHasCarriageReturns() throws IOException {
        assertEquals(run(file("plain.csv", CSV)), run(file("marked.csv", "\uFEFF" + CSV.replace("\n", "\r\n"))));
    }
}
