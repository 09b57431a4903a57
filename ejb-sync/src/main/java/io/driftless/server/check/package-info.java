/** The check of the metadata: whether journal, trees, references and quota agree. */
@NullMarked
package io.driftless.server.check;

import org.jspecify.annotations.NullMarked;
