package io.driftless.client.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {

  @TempDir Path temp;

  private DeviceHome home(String path) throws Exception {
    return DeviceHome.of(temp.resolve(path));
  }

  @Test
  void wishShouldBeFulfilledWithItsWordsEvenFromADeepHome() throws Exception {
    for (String path : new String[] {"home", "a".repeat(60) + "/" + "b".repeat(60)}) {
      DeviceHome home = home(path);
      ControlClient client = new ControlClient(home);
      assertThat(client.ask("echo")).isNull();
      try (ControlServer server =
          ControlServer.open(home, Map.of("echo", with -> List.of(with.path("word").asText())))) {
        assertThat(client.ask("echo", Map.of("word", "hällo")).toString()).isEqualTo("[\"hällo\"]");
        assertThat(server).isNotNull();
      }
      assertThat(client.ask("echo")).isNull();
    }
  }

  @Test
  void refusalsAndFailuresShouldReachWhoeverAsked() throws Exception {
    DeviceHome home = home("home");
    ControlClient client = new ControlClient(home);
    try (ControlServer server =
        ControlServer.open(
            home,
            Map.of(
                "refused",
                with -> {
                  throw new HomeException("no-room", "There is no room.");
                },
                "broken",
                with -> {
                  throw new IllegalStateException("odd");
                }))) {
      assertThatThrownBy(() -> client.ask("refused"))
          .isInstanceOfSatisfying(
              HomeException.class, e -> assertThat(e.code()).isEqualTo("no-room"))
          .hasMessage("There is no room.");
      assertThatThrownBy(() -> client.ask("broken")).hasMessageContaining("odd");
      assertThatThrownBy(() -> client.ask("unknown")).hasMessageContaining("another release");
      assertThat(server).isNotNull();
    }
  }

  @Test
  void peersThatSayNothingOrNonsenseShouldNotKeepOthersOut() throws Exception {
    DeviceHome home = home("home");
    List<SocketChannel> silent = new ArrayList<>();
    try (ControlServer server = ControlServer.open(home, Map.of("echo", with -> with))) {
      for (int i = 0; i < ControlServer.MOST_AT_ONCE - 2; i++) {
        silent.add(SocketChannel.open(UnixDomainSocketAddress.of(ControlPath.of(home))));
      }
      try (SocketChannel nonsense =
          SocketChannel.open(UnixDomainSocketAddress.of(ControlPath.of(home)))) {
        nonsense.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}));
        assertThat(nonsense.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      assertThat(new ControlClient(home).ask("echo", Map.of("a", 1)).toString())
          .isEqualTo("{\"a\":1}");
      assertThat(server).isNotNull();
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
  }

  @Test
  void socketShouldBeItsOwnersAlone() throws Exception {
    DeviceHome home = home("home");
    try (ControlServer server = ControlServer.open(home, Map.of())) {
      assertThat(server).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ControlPath.of(home))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void folderInTheTempFolderThatIsOpenToOthersShouldBeRefused() throws Exception {
    DeviceHome home = home("a".repeat(60) + "/" + "b".repeat(60));
    Path folder = ControlPath.of(home).getParent();
    Files.deleteIfExists(folder);
    Files.createDirectory(folder);
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThatThrownBy(() -> ControlServer.open(home, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not yours alone");
      assertThat(new ControlClient(home).ask("echo")).isNull();
    } finally {
      Files.delete(folder);
    }
  }
}
