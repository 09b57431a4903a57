package io.driftless.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.driftless.client.packaging.Commands.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the package, installs it, uses it and removes it. Needs root, dpkg and a JDK with jpackage;
 * leaves a package alone that is installed already.
 */
class DebPackageIT {

  private static final Path COMMAND = Path.of("/usr/bin/driftless");
  private static final Path UNIT = Path.of("/usr/lib/systemd/user/driftless.service");

  @TempDir private static Path made;
  @TempDir private Path home;
  private static boolean installed;
  private static String content = "";

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    for (String tool : List.of("dpkg", "dpkg-deb", "fakeroot", "jpackage", "jlink")) {
      assumeTrue(Commands.has(tool), tool + " is missing: no package can be made and tried");
    }
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "only root may install a package");
    assumeTrue(!Files.exists(COMMAND), COMMAND + " is there already, and not this test's");
    Ended making =
        Commands.run(
            Map.of("DPKG_DEB_COMPRESSOR_TYPE", "none"), "packaging/make-deb", made.toString());
    assertThat(making.code()).as(making.all()).isZero();
    String deb = making.out().strip();
    content = Commands.run(Map.of(), "dpkg-deb", "-c", deb).out();
    installed = true;
    Ended installing = Commands.run(Map.of(), "dpkg", "-i", deb);
    assertThat(installing.code()).as(installing.all()).isZero();
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    if (!installed) {
      return;
    }
    Ended removing = Commands.run(Map.of(), "dpkg", "--purge", "driftless");
    assertThat(removing.code()).as(removing.all()).isZero();
    assertThat(COMMAND).doesNotExist();
    assertThat(UNIT).doesNotExist();
    assertThat(Path.of("/usr/lib/driftless")).doesNotExist();
  }

  /** Without the variables that would help a Java of this machine. */
  private Ended driftless(String... arguments) throws IOException, InterruptedException {
    return Commands.run(
        Map.of("DRIFTLESS_HOME", home.toString(), "PATH", "/usr/bin:/bin"),
        Commands.joined(COMMAND.toString(), arguments));
  }

  @Test
  void installedCommandShouldTellItsReleaseAndItsCommands()
      throws IOException, InterruptedException {
    Ended version = driftless("--version");
    assertThat(version.all()).startsWith("driftless 0.").contains("protocol");
    assertThat(version.code()).isZero();
    Ended help = driftless("--help");
    assertThat(help.out()).contains("login", "doctor", "sync");
    assertThat(help.code()).isZero();
  }

  @Test
  void installedCommandShouldBringItsOwnJavaWithArchivesOfLoadedClasses() throws Exception {
    Ended doctor = driftless("doctor", "--json");
    assertThat(doctor.code()).isEqualTo(7); // not signed on
    assertThat(doctor.out()).contains("\"file-names\"").contains("driftless login SERVER");
    assertThat(content).contains("./usr/lib/driftless/lib/runtime/lib/server/classes.jsa");
    Path archive = Path.of("/usr/lib/driftless/lib/app/driftless.jsa");
    assertThat(archive).exists();
    Ended loaded =
        Commands.run(
            Map.of("DRIFTLESS_HOME", home.toString(), "DRIFTLESS_JAVA_OPTIONS", "-Xlog:class+load"),
            COMMAND.toString(),
            "status");
    assertThat(loaded.out())
        .containsPattern("io\\.driftless\\.client\\.cli\\.Driftless source: shared objects file");
  }

  @Test
  void loginShouldSayThatNothingListensThere() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Ended login = driftless("login", "http://127.0.0.1:" + port);
    assertThat(login.code()).isEqualTo(4);
    assertThat(login.all()).contains("can't be reached");
  }

  @Test
  void manualCompletionAndUnitShouldLieAtTheirUsualPlaces() throws Exception {
    assertThat(content)
        .contains("./usr/share/man/man1/driftless.1.gz")
        .contains("./usr/share/man/man1/driftless-sync.1.gz")
        .contains("./usr/share/bash-completion/completions/driftless")
        .doesNotContain("./etc/", "lib/systemd/system/");
    Ended completion =
        Commands.run(
            Map.of(),
            "bash",
            "-c",
            "source /usr/share/bash-completion/completions/driftless && complete -p driftless");
    assertThat(completion.out()).contains("driftless");
    assertThat(completion.code()).isZero();
  }

  @Test
  void systemdShouldFindNoFaultWithTheUserUnit() throws Exception {
    assumeTrue(Commands.has("systemd-analyze"), "systemd-analyze is missing");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Ended verified =
        Commands.run(
            Map.of("XDG_RUNTIME_DIR", home.toString()),
            "systemd-analyze",
            "verify",
            "--user",
            "--man=no",
            UNIT.toString());
    assertThat(verified.all()).isBlank();
    assertThat(verified.code()).isZero();
  }
}
