package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.stack.Installation;
import io.driftless.stack.LocalStack;
import io.driftless.stack.demo.Tour;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of {@code ./dev demo}; it throws when the trees differ at its end. */
class DemoIT {

  @Test
  void tourShouldEndWithEqualTrees(@TempDir Path temp) throws Exception {
    Path folder = temp.toRealPath();
    Files.createDirectories(folder.resolve("data/logs"));
    LocalStack stack = StackOfTests.running();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Tour tour =
        new Tour(
            new Tour.Site(
                Installation.find().root(),
                folder.resolve("data"),
                folder.resolve("demo"),
                stack.addresses().server(),
                stack.addresses().issuer()),
            new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      tour.begin();
      tour.run();
    } finally {
      tour.end();
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("both edits are kept", "both folders hold the same");
  }
}
