package io.driftless.protocol.message;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.RecipeScript;
import org.jspecify.annotations.Nullable;

/**
 * The content that a {@link Change.Put} gives to a file or link.
 *
 * @param size in bytes; of a link the length of its target in UTF-8
 * @param digest SHA-256 of the whole content; of a link of its target in UTF-8
 * @param modifiedNanos modification time on the device, nanoseconds since 1970-01-01T00:00Z
 * @param executable whether the owner may execute it
 * @param profile the chunking profile that cut it; 0 for links and empty files
 * @param recipe how to put it together; null exactly for links
 * @param linkTarget the target of a link, verbatim; null exactly for files
 */
public record Content(
    long size,
    Sha256 digest,
    long modifiedNanos,
    boolean executable,
    int profile,
    @Nullable RecipeScript recipe,
    @Nullable String linkTarget) {}
