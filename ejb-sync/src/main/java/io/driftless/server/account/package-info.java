/** Accounts: the people known to the single sign-on, made at their first signed-in call. */
@NullMarked
package io.driftless.server.account;

import org.jspecify.annotations.NullMarked;
