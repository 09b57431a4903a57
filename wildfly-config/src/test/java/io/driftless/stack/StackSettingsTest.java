package io.driftless.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {

  @TempDir private Path data;

  @Test
  void portsAndSecretsShouldStayTheSameForEver() throws IOException {
    StackSettings first = StackSettings.open(new StackFolder(data));
    assertThat(StackSettings.open(new StackFolder(data))).isEqualTo(first);
  }

  @Test
  void everyPortAndSecretShouldBeChosenAndDistinct() throws IOException {
    StackSettings settings = StackSettings.open(new StackFolder(data));
    assertThat(settings.ports()).containsOnlyKeys(PortName.values());
    assertThat(new HashSet<>(settings.ports().values())).hasSameSizeAs(PortName.values());
    assertThat(settings.secrets()).containsOnlyKeys(SecretName.values());
    assertThat(new HashSet<>(settings.secrets().values())).hasSameSizeAs(SecretName.values());
    assertThat(Base64.getDecoder().decode(settings.secret(SecretName.BLOB_KEY))).hasSize(64);
    assertThat(settings.nodeId()).hasSizeLessThanOrEqualTo(23);
  }

  @Test
  void twoFoldersShouldHaveDifferentNodesAndSecrets() throws IOException {
    StackSettings one = StackSettings.open(new StackFolder(data.resolve("one")));
    StackSettings other = StackSettings.open(new StackFolder(data.resolve("other")));
    assertThat(one.nodeId()).isNotEqualTo(other.nodeId());
    assertThat(one.secrets()).isNotEqualTo(other.secrets());
  }

  @Test
  void nobodyElseShouldReadThem() throws IOException {
    StackFolder folder = new StackFolder(data);
    StackSettings.open(folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.settings())))
        .isEqualTo("rw-------");
  }

  @Test
  void overriddenAddressesShouldWinAndBeTakenBackByAnEmptyValue() throws IOException {
    StackFolder folder = new StackFolder(data);
    StackSettings plain = StackSettings.open(folder);
    StackSettings proxied =
        plain.withEnvironment(Map.of("DRIFTLESS_BROKER_URL", "tcp://127.0.0.1:1"));
    proxied.write(folder);
    Addresses addresses = new Addresses(StackSettings.open(folder));
    assertThat(addresses.broker()).isEqualTo("tcp://127.0.0.1:1");
    assertThat(addresses.environment()).containsEntry("DRIFTLESS_BROKER_URL", "tcp://127.0.0.1:1");
    assertThat(proxied.withEnvironment(Map.of("DRIFTLESS_BROKER_URL", ""))).isEqualTo(plain);
  }

  @Test
  void settingsOfAnotherSchemaShouldBeRefused() throws IOException {
    StackFolder folder = new StackFolder(data);
    StackSettings.open(folder);
    String other = Files.readString(folder.settings()).replace("\"schema\" : 1", "\"schema\" : 2");
    Files.writeString(folder.settings(), other);
    assertThatThrownBy(() -> StackSettings.open(folder)).hasMessageContaining("schema 2");
  }
}
