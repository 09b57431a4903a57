package io.driftless.stack.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTest {

  @TempDir private Path cache;

  @Test
  void toolShouldBeInstalledOnceHoweverManyAskAtTheSameTime() throws Exception {
    AtomicInteger installations = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Path>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            () ->
                new Toolbox(cache)
                    .tool(
                        "tool",
                        folder -> {
                          installations.incrementAndGet();
                          Files.writeString(folder.resolve("file"), "content");
                        }));
      }
      for (Future<Path> tool : threads.invokeAll(calls)) {
        assertThat(tool.get().resolve("file")).hasContent("content");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(installations).hasValue(1);
  }

  @Test
  void failedInstallationShouldBeTriedAgainFromAnEmptyFolder() throws Exception {
    Toolbox toolbox = new Toolbox(cache);
    assertThatThrownBy(
            () ->
                toolbox.tool(
                    "tool",
                    folder -> {
                      Files.writeString(folder.resolve("half"), "");
                      throw new IOException("no network");
                    }))
        .hasMessage("no network");
    Path tool = toolbox.tool("tool", folder -> Files.writeString(folder.resolve("whole"), ""));
    assertThat(tool.resolve("half")).doesNotExist();
    assertThat(tool.resolve("whole")).exists();
  }
}
