package io.driftless.stack.part;

import io.driftless.stack.PartName;
import io.driftless.stack.StackProgress;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import io.driftless.stack.host.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Azurite, the local Azure Blob Storage, with one account {@code driftless}. */
public final class AzuriteRecipe implements PartRecipe {

  private final PartContext context;

  /** Azurite of one stack. */
  public AzuriteRecipe(PartContext context) {
    this.context = context;
  }

  @Override
  public PartName name() {
    return PartName.AZURITE;
  }

  @Override
  public Launch prepare(StackProgress progress) throws IOException, InterruptedException {
    Path azurite = context.tools().azurite(what -> progress.working(name(), what));
    Path data = Files.createDirectories(context.folder().of(name()));
    progress.working(name(), "starting");
    return new Launch(
        List.of(
            "node",
            azurite.resolve("node_modules/azurite/dist/src/blob/main.js").toString(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            Integer.toString(context.settings().port(PortName.AZURITE)),
            "--location",
            data.toString(),
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--silent"),
        Map.of("AZURITE_ACCOUNTS", "driftless:" + context.settings().secret(SecretName.BLOB_KEY)));
  }

  /** Any answer will do: without a signature it is a refusal. */
  @Override
  public boolean isReady() {
    return Http.status(
            "http://127.0.0.1:" + context.settings().port(PortName.AZURITE) + "/driftless")
        > 0;
  }

  @Override
  public Duration startLimit() {
    return Duration.ofMinutes(3);
  }
}
