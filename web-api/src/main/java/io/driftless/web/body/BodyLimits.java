package io.driftless.web.body;

import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.recipe.RecipeScript;

/** The most bytes of a body that comes in. */
public final class BodyLimits {

  /** A JSON or CBOR body: 10,000 hashes or wanted recipes take less, in either form. */
  public static final int RECORD_BYTES = 2 << 20;

  /** A staged recipe: the longest one. */
  public static final int RECIPE_BYTES = RecipeScript.MAX_CHUNKS * Sha256.BYTES;

  /** The content of a file in one call; longer ones come as resumable uploads. */
  public static final int UPLOAD_BYTES = 50 << 20;

  private BodyLimits() {}
}
