/** The calls, a class for each kind of thing; documented to callers by OpenAPI. */
@NullMarked
package io.driftless.web.resource;

import org.jspecify.annotations.NullMarked;
