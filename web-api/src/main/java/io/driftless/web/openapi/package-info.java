/** What the served description of the API has besides the annotations: problems and examples. */
@NullMarked
package io.driftless.web.openapi;

import org.jspecify.annotations.NullMarked;
