package io.driftless.protocol.api;

import org.jspecify.annotations.Nullable;

/**
 * A page of a longer listing. Over HTTP its answer also names the next one in the header {@code
 * Link} with the relation {@code next} (RFC 8288), which a client can follow before the body came.
 */
public interface Paged {

  /** The query parameter that takes {@link #nextPage}. */
  String PARAMETER = "page";

  /** Where the next page begins, opaque; null after the last page. */
  @Nullable String nextPage();
}
