package io.driftless.client.ignore;

import io.driftless.client.engine.Ignored;
import io.driftless.client.files.RelPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of one synced folder, as its file held them when it was read last. The file itself is
 * an ordinary one and is synced, so that all devices go by the same rules.
 */
public final class IgnoreFile implements Ignored {

  /** The file's name, at the top of a synced folder. */
  public static final String NAME = ".driftlessignore";

  private static final int MAX_BYTES = 1 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(IgnoreFile.class);

  private final Path file;

  /** Null for none; nothing of the library is loaded then, which a start would pay for. */
  private volatile @Nullable IgnoreNode rules;

  /** The rules of a folder, read now. */
  public IgnoreFile(Path root) {
    this.file = root.resolve(NAME);
    reload();
  }

  /** Reads the file again; where it can't be read, the rules stay as they are. */
  public void reload() {
    IgnoreNode now = null;
    try (InputStream in = Files.newInputStream(file)) {
      now = new IgnoreNode();
      now.parse(NAME, new ByteArrayInputStream(in.readNBytes(MAX_BYTES)));
    } catch (NoSuchFileException e) {
      LOG.debug("There is no {}", file);
    } catch (IOException e) {
      LOG.warn("{} can't be read; the rules stay as they are", file, e);
      return;
    }
    rules = now;
  }

  @Override
  public boolean isIgnored(RelPath path, boolean folder) {
    return ruleFor(path.value(), folder) != null;
  }

  /**
   * The rule because of which a path is ignored: its own, or that of a folder that holds it; null
   * when it is not.
   */
  public @Nullable String ruleFor(String path, boolean folder) {
    IgnoreNode now = rules;
    if (now == null || path.isEmpty() || path.equals(NAME)) {
      return null;
    }
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      FastIgnoreRule rule = last(now, path.substring(0, end), true);
      if (rule != null && rule.getResult()) {
        return words(rule); // as in git, nothing beneath can be taken out again
      }
    }
    FastIgnoreRule rule = last(now, path, folder);
    return rule != null && rule.getResult() ? words(rule) : null;
  }

  /** The last rule that matches decides. */
  private static @Nullable FastIgnoreRule last(IgnoreNode node, String path, boolean folder) {
    for (int i = node.getRules().size() - 1; i >= 0; i--) {
      FastIgnoreRule rule = node.getRules().get(i);
      if (rule.isMatch(path, folder, true)) {
        return rule;
      }
    }
    return null;
  }

  private static String words(FastIgnoreRule rule) {
    return rule.toString().strip();
  }
}
