package io.driftless.client.deed;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.driftless.client.engine.Deeds;
import io.driftless.client.schedule.Clock;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.node.NodeRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deeds of one folder, a JSON object a line. At {@value #MAX_BYTES} bytes the file becomes the
 * one before, which is kept too. A thread of its own writes; when it can't keep up, deeds are
 * dropped rather than the engine held up.
 */
public final class DeedLog implements Deeds, AutoCloseable {

  static final long MAX_BYTES = 8 << 20;
  private static final int WAITING = 50_000;
  private static final int AT_ONCE = 1_000;
  private static final int REMEMBERED = 20_000;
  private static final Logger LOG = LoggerFactory.getLogger(DeedLog.class);

  private final Path file;
  private final Clock clock;
  private final BlockingQueue<Deed> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer;
  private volatile boolean closing;

  /** Who made the rows that came last; the engine's thread only. */
  private final Map<NodeId, NodeRow> rows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, NodeRow> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Begins to write; goes on after what is in the file. */
  public DeedLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.writer = new Thread(this::write, "driftless-deeds");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * What was done about an entry and all beneath, the oldest first.
   *
   * @param path below the folder, with '/'; empty for all
   * @param most how many of the latest
   */
  public static List<Deed> read(Path file, String path, int most) throws IOException {
    List<Deed> found = new ArrayList<>();
    for (Path part : List.of(before(file), file)) {
      try (BufferedReader lines = Files.newBufferedReader(part)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Deed deed = parse(line);
          if (deed != null && deed.isAbout(path)) {
            found.add(deed);
          }
        }
      } catch (NoSuchFileException e) {
        LOG.debug("There is no {}", part);
      }
    }
    return List.copyOf(found.subList(Math.max(0, found.size() - most), found.size()));
  }

  private static @Nullable Deed parse(String line) {
    try {
      return Codec.json().readValue(line, Deed.class);
    } catch (JsonProcessingException e) {
      return null; // the last line of a client that was killed
    }
  }

  private static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public void heard(NodeRow row) {
    rows.remove(row.node());
    rows.put(row.node(), row);
  }

  @Override
  public void did(
      Rule rule, NodeId node, NodeId cause, String path, String before, Revision revision) {
    NodeRow last = rows.get(cause);
    NodeRow row = last != null && last.revision().equals(revision) ? last : null;
    Deed deed =
        new Deed(
            clock.wallMillis(),
            rule.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            node.toString(),
            path,
            before.equals(path) ? null : before,
            revision.value(),
            row == null ? null : row.commit().toString(),
            row == null ? null : row.device().value(),
            row == null ? null : row.account().toString(),
            row == null ? null : (Long) row.timeMillis());
    if (!waiting.offer(deed)) {
      LOG.debug("Too much at once: {} is not taken down", deed);
    }
  }

  private void write() {
    List<Deed> some = new ArrayList<>();
    try {
      while (!closing || !waiting.isEmpty()) {
        some.clear();
        Deed first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          some.add(first);
          waiting.drainTo(some, AT_ONCE);
          append(some);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("No deeds are taken down any more");
    }
  }

  private void append(List<Deed> deeds) {
    try {
      StringBuilder lines = new StringBuilder();
      for (Deed deed : deeds) {
        lines.append(Codec.json().writeValueAsString(deed)).append('\n');
      }
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
        Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("What was done can't be taken down; syncing goes on", e);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
