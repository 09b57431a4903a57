/** Who calls: from the token of the single sign-on and the device header to a caller. */
@NullMarked
package io.driftless.web.call;

import org.jspecify.annotations.NullMarked;
