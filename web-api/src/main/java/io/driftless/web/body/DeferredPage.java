package io.driftless.web.body;

import io.driftless.protocol.api.Paged;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page that is made while its headers, which name the next one, are on their way already. When
 * that fails the answer breaks off, which every client notices by its encoding.
 *
 * @param nextPage opaque; null after the last page
 * @param page makes the record to write; on the thread of the call
 */
public record DeferredPage(@Nullable String nextPage, Supplier<? extends Paged> page)
    implements Paged {}
