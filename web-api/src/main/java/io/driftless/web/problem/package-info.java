/** Errors as problem details (RFC 9457): which types there are, and what becomes which. */
@NullMarked
package io.driftless.web.problem;

import org.jspecify.annotations.NullMarked;
