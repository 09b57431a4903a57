package io.driftless.server.account;

import org.jspecify.annotations.Nullable;

/**
 * Somebody as a valid token of the single sign-on describes them.
 *
 * @param issuer who says so; with {@code subject} the person's identity
 * @param subject the issuer's stable id of the person
 * @param username what people know them by; may change
 * @param email null when the token tells none
 * @param displayName null when the token tells none
 */
public record Person(
    String issuer,
    String subject,
    String username,
    @Nullable String email,
    @Nullable String displayName) {}
