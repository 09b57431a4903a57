/**
 * Sharing links: making and revoking them, and what their visitors, who have no account, may do. A
 * visitor acts in the name of the link's maker and never may do more than that person may now.
 */
@NullMarked
package io.driftless.server.share;

import org.jspecify.annotations.NullMarked;
