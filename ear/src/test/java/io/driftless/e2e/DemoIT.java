package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.stack.Installation;
import io.driftless.stack.LocalStack;
import io.driftless.stack.demo.DevicePair;
import io.driftless.stack.demo.Measure;
import io.driftless.stack.demo.Tour;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./dev demo} and {@code ./dev measure} do, on the stack of the tests. */
class DemoIT {

  private static final long LIMIT_SECONDS = 300;
  private static final int MIB = 1 << 20;

  private DevicePair pair;

  @BeforeEach
  void makePair(@TempDir Path temp) throws Exception {
    Path folder = temp.toRealPath();
    Files.createDirectories(folder.resolve("data/logs"));
    LocalStack stack = StackOfTests.running();
    pair =
        new DevicePair(
            new DevicePair.Site(
                Installation.find().root(),
                folder.resolve("data"),
                folder.resolve("demo"),
                stack.addresses().server(),
                stack.addresses().issuer()),
            LIMIT_SECONDS);
  }

  @AfterEach
  void endPair() throws Exception {
    pair.end();
  }

  /** It throws when the trees differ at its end. */
  @Test
  void tourShouldEndWithEqualTrees() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Tour tour = new Tour(pair, new PrintStream(told, true, StandardCharsets.UTF_8));
    tour.begin();
    tour.run();
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("both edits are kept", "both folders hold the same");
  }

  @Test
  void measuredByteShouldCostLittle() throws Exception {
    Measure.Figures figures =
        new Measure(pair, new Measure.Load(50, 1_000, 32 * MIB), step -> {}).run();
    assertThat(figures.savedMillis()).isPositive().isLessThanOrEqualTo(figures.savedWorstMillis());
    assertThat(figures.insertedUploadBytes()).isBetween(1L, 2L * MIB);
    assertThat(figures.insertedDownloadBytes()).isBetween(1L, 2L * MIB);
  }
}
