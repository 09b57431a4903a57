package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The rows of docs/behaviour.md that two real devices can show, each in a folder of its own. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodName.class)
class OddCasesIT {

  private static final int SECONDS = 60;

  private Path temp;
  private Pair pair;
  private Path here;
  private Path there;

  @BeforeAll
  void startDevices(@TempDir Path folder) throws Exception {
    temp = folder.toRealPath();
    pair = Pair.start(RunningStack.ofBuild(), temp);
  }

  @AfterAll
  void stopDevices() throws Exception {
    if (pair != null) {
      pair.close();
    }
  }

  @BeforeEach
  void makeFolder(TestInfo test) throws Exception {
    String name = test.getTestMethod().orElseThrow().getName();
    here = Files.createDirectory(pair.laptop.folder.resolve(name));
    there = pair.desktop.folder.resolve(name);
  }

  private SortedMap<String, String> together() throws Exception {
    pair.together(SECONDS);
    return Tree.of(there);
  }

  private JsonNode versions(Path file) throws Exception {
    String said = pair.laptop.run("history", file.toString(), "--json");
    return RunningStack.JSON.readTree(said).path("versions");
  }

  private long uploaded() throws Exception {
    return pair.laptop.status().at("/roots/0/transferred/uploadedBytes").asLong();
  }

  private static void save(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void savesOfEditorsShouldBeVersionsOfOneFile() throws Exception {
    Path file = here.resolve("report.txt");
    save(file, "1");
    together();
    // vim: the old file is moved to a backup, a new one written, the backup removed
    Files.move(file, here.resolve("report.txt~"));
    save(file, "1, by vim");
    Files.delete(here.resolve("report.txt~"));
    together();
    // Office: a new file is written beside, the old one renamed away, the new one takes its name
    save(here.resolve("7F3A.tmp"), "1, by vim, by Office");
    Files.move(file, here.resolve("91BC.tmp"));
    Files.move(here.resolve("7F3A.tmp"), file);
    Files.delete(here.resolve("91BC.tmp"));
    together();
    // most others: written beside, then renamed over
    save(here.resolve(".report.txt.swap"), "1, by vim, by Office, by gedit");
    Files.move(here.resolve(".report.txt.swap"), file, StandardCopyOption.ATOMIC_MOVE);
    together();
    // rsync --inplace
    try (SeekableByteChannel in = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      in.write(StandardCharsets.UTF_8.encode("2"));
    }
    assertThat(together()).containsOnlyKeys("report.txt");
    assertThat(there.resolve("report.txt")).hasContent("2, by vim, by Office, by gedit");
    assertThat(versions(file)).hasSize(5);
  }

  @Test
  void namesMayBeSwappedAndGoInCircles() throws Exception {
    for (String name : List.of("a", "b", "c", "x", "y")) {
      save(here.resolve(name), "content of " + name);
    }
    Files.createDirectories(here.resolve("one/inner"));
    save(here.resolve("one/inner/file"), "in one");
    Files.createDirectory(here.resolve("two"));
    together();
    long before = uploaded();
    Shell.run(here, "mv a t; mv b a; mv c b; mv t c; mv x t; mv y x; mv t y; mv one t; mv two one");
    Shell.run(here, "mv t two");
    together();
    assertThat(there.resolve("a")).hasContent("content of b");
    assertThat(there.resolve("b")).hasContent("content of c");
    assertThat(there.resolve("c")).hasContent("content of a");
    assertThat(there.resolve("x")).hasContent("content of y");
    assertThat(there.resolve("two/inner/file")).hasContent("in one");
    assertThat(uploaded() - before).as("names travel, not content").isZero();
  }

  @Test
  void whatANameIsMayChange() throws Exception {
    save(here.resolve("file to folder"), "x");
    Files.createDirectory(here.resolve("folder to file"));
    save(here.resolve("folder to file/inside"), "y");
    Files.createSymbolicLink(here.resolve("link to file"), Path.of("nowhere"));
    save(here.resolve("file to link"), "z");
    together();
    Shell.run(here, "rm 'file to folder'; mkdir 'file to folder'; echo 1 > 'file to folder/deep'");
    Shell.run(here, "rm -r 'folder to file'; echo 2 > 'folder to file'");
    Shell.run(here, "rm 'link to file'; echo 3 > 'link to file'; ln -sf a/b 'file to link'");
    SortedMap<String, String> tree = together();
    assertThat(tree).isEqualTo(Tree.of(here)).hasSize(5);
    assertThat(Files.readSymbolicLink(there.resolve("file to link"))).isEqualTo(Path.of("a/b"));
  }

  @Test
  void everyNameThatLinuxHoldsShouldArriveAsItIs() throws Exception {
    List<String> names =
        List.of(
            "Readme",
            "README",
            "readme", // case twins
            "\u00e9t\u00e9",
            "e\u0301te\u0301", // composed and decomposed
            "CON",
            "nul.txt",
            "a:b",
            "what?",
            "ends with a dot.",
            "ends with a space ", // Windows
            "tab\tand\nnewline",
            "-rf",
            "*",
            "\\",
            "'\"`$(x)",
            "\ud83d\ude80".repeat(63));
    for (String name : names) {
      save(here.resolve(name), name);
    }
    assertThat(together().keySet()).containsExactlyInAnyOrderElementsOf(names);
    Files.move(here.resolve("Readme"), here.resolve("rEADME"));
    SortedMap<String, String> tree = together();
    assertThat(tree).isEqualTo(Tree.of(here)).containsKey("rEADME").doesNotContainKey("Readme");
    assertThat(versions(here.resolve("rEADME"))).as("renamed, not made anew").hasSize(1);
  }

  @Test
  void pathsBeyond4096BytesShouldArrive() throws Exception {
    String folder = "n".repeat(240);
    Shell.run(
        here,
        "for i in {1..20}; do mkdir %s; cd %s; done; echo deep > file".formatted(folder, folder));
    Shell.run(
        here,
        "cd .; find . -printf '%P %y\\n' | sort > ../paths-of-laptop; mv ../paths-of-laptop .");
    pair.laptop.awaitState(SECONDS, "up-to-date");
    pair.desktop.await(
        SECONDS,
        status ->
            TestDevice.state(status).equals("up-to-date")
                && Files.exists(there.resolve("paths-of-laptop")));
    Shell.run(
        there,
        "find . -printf '%P %y\\n' | grep -v paths-of-laptop | sort > ../seen;"
            + " grep -v paths-of-laptop paths-of-laptop | diff - ../seen; test -s ../seen;"
            + " rm ../seen; find . -name file -execdir cat {} + | grep -qx deep");
    Shell.run(here, "rm -r " + folder);
    pair.desktop.await(SECONDS, status -> !Files.exists(there.resolve(folder)));
  }

  @Test
  void hardLinksShouldArriveAsFilesThatChangeTogether() throws Exception {
    save(here.resolve("one"), "both");
    Files.createLink(here.resolve("two"), here.resolve("one"));
    assertThat(together()).containsOnlyKeys("one", "two");
    try (SeekableByteChannel in =
        Files.newByteChannel(here.resolve("one"), StandardOpenOption.APPEND)) {
      in.write(StandardCharsets.UTF_8.encode(" changed"));
    }
    together();
    assertThat(there.resolve("one")).hasContent("both changed");
    assertThat(there.resolve("two")).hasContent("both changed");
  }

  @Test
  void contentWithAnEarlierTimeShouldArrive() throws Exception {
    save(here.resolve("file"), "new");
    together();
    Path older = temp.resolve("older");
    save(older, "old");
    FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06.789Z"));
    Files.setLastModifiedTime(older, time);
    Files.move(older, here.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
    together();
    assertThat(there.resolve("file")).hasContent("old");
    assertThat(Files.getLastModifiedTime(there.resolve("file"))).isEqualTo(time);
  }

  @Test
  void sparseFileShouldCostWhatIsInIt() throws Exception {
    long before = uploaded();
    Shell.run(
        here,
        "truncate -s 200M sparse; printf end | dd of=sparse bs=1 seek=209715197 conv=notrunc");
    assertThat(together().get("sparse")).startsWith("file - 209715200 ");
    assertThat(uploaded() - before).isLessThan(1 << 20);
  }

  @Test
  void executableBitAloneShouldArrive() throws Exception {
    save(here.resolve("tool"), "#!/bin/sh\n");
    together();
    Files.setPosixFilePermissions(
        here.resolve("tool"), PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(together().get("tool")).startsWith("file x ");
  }

  @Test
  void renameOfAFolderShouldMeetAnEditInIt() throws Exception {
    Files.createDirectory(here.resolve("old name"));
    save(here.resolve("old name/file"), "1");
    together();
    pair.desktop.stop();
    Files.move(here.resolve("old name"), here.resolve("new name"));
    pair.laptop.awaitState(SECONDS, "up-to-date");
    save(there.resolve("old name/file"), "2");
    save(there.resolve("old name/more"), "3");
    pair.desktop.start();
    assertThat(together()).containsOnlyKeys("new name", "new name/file", "new name/more");
    assertThat(here.resolve("new name/file")).hasContent("2");
  }

  @Test
  void sameFolderMadeOnBothSidesShouldBeOne() throws Exception {
    together();
    pair.desktop.stop();
    Files.createDirectories(here.resolve("both/deeper"));
    save(here.resolve("both/deeper/from here"), "1");
    save(here.resolve("both/same"), "equal");
    pair.laptop.awaitState(SECONDS, "up-to-date");
    Files.createDirectories(there.resolve("both/deeper"));
    save(there.resolve("both/deeper/from there"), "2");
    save(there.resolve("both/same"), "equal");
    pair.desktop.start();
    assertThat(together())
        .containsOnlyKeys(
            "both", "both/deeper", "both/deeper/from here", "both/deeper/from there", "both/same");
  }

  @Test
  void editThatKeepsSizeAndTimeShouldArrive() throws Exception {
    Path file = here.resolve("file");
    save(file, "before");
    together();
    FileTime time = Files.getLastModifiedTime(file);
    save(file, "after!");
    Files.setLastModifiedTime(file, time);
    together();
    assertThat(there.resolve("file")).hasContent("after!");
    assertThat(Files.getLastModifiedTime(there.resolve("file"))).isEqualTo(time);
  }

  @Test
  void fileThatGrowsShouldArriveWhole() throws Exception {
    Process growing =
        Shell.start(here, "for i in {1..150}; do echo line $i >> log; sleep 0.02; done");
    assertThat(growing.waitFor()).isZero();
    SortedMap<String, String> tree = together();
    assertThat(there.resolve("log")).content().startsWith("line 1\n").endsWith("line 150\n");
    assertThat(tree).containsOnlyKeys("log");
    long most = 0;
    for (JsonNode version : versions(here.resolve("log"))) {
      most = Math.max(most, version.path("size").asLong());
    }
    assertThat(most).isEqualTo(Files.size(here.resolve("log")));
  }

  @Test
  void linkShouldNeverBeFollowed() throws Exception {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    save(outside.resolve("secret"), "x");
    Files.createSymbolicLink(here.resolve("link"), outside);
    assertThat(together()).containsOnlyKeys("link");
    Files.delete(there.resolve("link"));
    assertThat(together()).isEmpty();
    assertThat(outside.resolve("secret")).hasContent("x");
  }

  @Test
  void lockedFileShouldArrive() throws Exception {
    save(here.resolve("locked"), "x");
    Process holder = Shell.start(here, "exec 9< locked; flock 9; echo locked; sleep 600");
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");
      save(here.resolve("locked"), "edited under the lock");
      together();
      assertThat(there.resolve("locked")).hasContent("edited under the lock");
    } finally {
      holder.descendants().forEach(ProcessHandle::destroy);
      holder.destroy();
    }
  }

  @Test
  void pipeShouldBeToldAndHoldUpNothing() throws Exception {
    Shell.run(here, "mkfifo pipe");
    save(here.resolve("file"), "x");
    pair.desktop.await(SECONDS, status -> Files.exists(there.resolve("file")));
    JsonNode status = pair.laptop.awaitState(SECONDS, "up-to-date");
    assertThat(TestDevice.problemCodes(status)).containsExactly("special");
    Files.delete(here.resolve("pipe"));
    together();
  }

  @Test
  void folderThatIsLeftOutShouldGoFromHereOnlyAndComeBack() throws Exception {
    Files.createDirectories(here.resolve("out/deep"));
    save(here.resolve("out/deep/old"), "1");
    save(here.resolve("stays"), "2");
    together();
    pair.desktop.stop();
    save(there.resolve("out/new"), "not on the server yet");
    pair.desktop.run("select", "--remove", there.resolve("out").toString());
    pair.desktop.start();
    pair.desktop.await(
        SECONDS,
        status ->
            !Files.exists(there.resolve("out")) && TestDevice.state(status).equals("up-to-date"));
    pair.laptop.await(SECONDS, status -> Files.exists(here.resolve("out/new")));
    assertThat(Tree.of(here)).containsKeys("out/deep/old", "out/new");

    Files.move(here.resolve("out"), here.resolve("renamed"));
    save(here.resolve("renamed/more"), "3");
    save(here.resolve("last"), "4");
    pair.desktop.kill();
    pair.desktop.start();
    pair.desktop.await(SECONDS, status -> Files.exists(there.resolve("last")));
    Files.createDirectory(there.resolve("renamed"));
    save(there.resolve("renamed/mine"), "5");
    pair.desktop.await(SECONDS, status -> !Files.exists(there.resolve("renamed")));
    pair.desktop.awaitState(SECONDS, "up-to-date");
    assertThat(Tree.of(there)).hasSize(4).containsKeys("stays", "last");

    long before = pair.desktop.status().at("/roots/0/transferred/uploadedBytes").asLong();
    String said = pair.desktop.run("select", "--add", there.resolve("renamed").toString());
    assertThat(said).contains("held");
    assertThat(together())
        .hasSize(9)
        .containsKeys("renamed/deep/old", "renamed/new", "renamed/more");
    assertThat(pair.desktop.status().at("/roots/0/transferred/uploadedBytes").asLong())
        .as("nothing is sent again")
        .isEqualTo(before);
  }

  /** The last one: with another database everything is compared anew. */
  @Test
  void zDamagedDatabaseShouldBeMadeAgain() throws Exception {
    save(here.resolve("file"), "equal on both sides");
    SortedMap<String, String> before = pair.together(SECONDS);
    pair.desktop.kill();
    Shell.run(
        temp.resolve("desktop-home/index"),
        "for f in *.db; do printf 'no database at all' > $f; rm -f $f-wal $f-shm; done");
    Files.delete(there.resolve("file"));
    save(there.resolve("new"), "made while the database was damaged");
    pair.desktop.start();
    SortedMap<String, String> after = pair.together(2 * SECONDS);
    String name = there.getFileName().toString();
    assertThat(after).containsAllEntriesOf(before).containsKey(name + "/new");
    assertThat(after).hasSize(before.size() + 1);
  }
}
