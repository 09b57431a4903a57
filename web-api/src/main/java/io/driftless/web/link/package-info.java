/** The pages of sharing links, for visitors who have no account. They need no script. */
@NullMarked
package io.driftless.web.link;

import org.jspecify.annotations.NullMarked;
