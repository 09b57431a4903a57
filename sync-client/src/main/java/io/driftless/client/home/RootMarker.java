package io.driftless.client.home;

import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.WorkspaceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file in a synced folder that says whose it is. When it is missing the folder is not there
 * (unmounted, moved, wiped), whatever else the system says; then nothing may be taken as deleted.
 *
 * @param workspace what the folder is synced with
 * @param device the device that syncs it
 * @param home that device's state folder
 */
public record RootMarker(WorkspaceId workspace, DeviceId device, String home) {

  /** The client's own folder in each synced folder. */
  public static final String PRIVATE_FOLDER = ".driftless";

  /** The marker's path below the root, with '/'. */
  public static final String PATH = PRIVATE_FOLDER + "/root.json";

  /** The engine's own note beside it: which device's database knows the folder. */
  private static final String ENGINE_PATH = PRIVATE_FOLDER + "/root";

  /**
   * The marker of a folder; null when it has none.
   *
   * @throws IOException when there is one that can't be read
   */
  public static @Nullable RootMarker read(Path root) throws IOException {
    try {
      return Codec.json().readValue(Files.readAllBytes(root.resolve(PATH)), RootMarker.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Marks a folder as one that no database knows yet. */
  public void write(Path root) throws IOException {
    Files.createDirectories(root.resolve(PRIVATE_FOLDER));
    Files.deleteIfExists(root.resolve(ENGINE_PATH));
    new SecretFile<>(root.resolve(PATH), RootMarker.class).write(this);
  }

  /** Takes the marker away; what else is in the client's own folder stays. */
  public static void remove(Path root) throws IOException {
    Files.deleteIfExists(root.resolve(ENGINE_PATH));
    Files.deleteIfExists(root.resolve(PATH));
  }
}
