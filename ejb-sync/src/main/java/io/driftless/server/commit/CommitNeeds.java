package io.driftless.server.commit;

import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Sha256;
import java.util.Set;

/**
 * What to fetch for a request before the workspace is locked, see {@link CommitRule#needs}.
 *
 * @param packs whose footers to read; in the order in which the request names them
 * @param staged digests of staged recipes
 */
public record CommitNeeds(Set<PackId> packs, Set<Sha256> staged) {}
