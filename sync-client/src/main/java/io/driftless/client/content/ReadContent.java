package io.driftless.client.content;

import io.driftless.client.files.FileStamp;
import io.driftless.client.tree.FileContent;
import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.recipe.Recipe;
import java.util.List;

/**
 * What reading a file or link gave.
 *
 * @param stamp how it looked, the same before and after
 * @param content what it holds
 * @param chunks where it was cut, in order; none for links
 * @param racy whether a change right after the reading could have left the stamp as it is: read it
 *     again later
 */
public record ReadContent(FileStamp stamp, FileContent content, List<Chunk> chunks, boolean racy) {
  public ReadContent {
    chunks = List.copyOf(chunks);
  }

  /** The ordered chunk hashes. */
  public Recipe recipe() {
    return new Recipe(chunks.stream().map(Chunk::hash).toList());
  }
}
