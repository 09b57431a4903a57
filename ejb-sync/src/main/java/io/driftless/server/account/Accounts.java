package io.driftless.server.account;

import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.server.access.CallAudit;
import io.driftless.server.access.Caller;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.AccountEntity;
import io.driftless.server.workspace.WorkspaceMaking;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the account of a signed-in person, or makes it with a personal workspace. An account is
 * known by issuer and subject; its names follow the single sign-on.
 */
@Stateless
public class Accounts {

  @PersistenceContext private EntityManager store;
  @Inject private WorkspaceMaking workspaces;
  @Inject private CallAudit audit;
  @Inject private Clock clock;

  /**
   * An account that may call.
   *
   * @param callsPerMinute how often; null for the server's default
   */
  public record SignedIn(AccountId account, @Nullable Integer callsPerMinute) {}

  /**
   * The person's account. Safe when several first calls come at once: one of them makes it.
   *
   * @param address where the call came from, as far as it is known
   * @throws RefusedException when the account was shut out
   */
  public SignedIn signedIn(Person person, @Nullable String address) {
    AccountEntity account = find(person).orElseGet(() -> make(person, address));
    if (account.disabledAt() != null) {
      throw new RefusedException(
          Refusal.ACCOUNT_DISABLED, "Your account was shut out. Ask whoever runs this server.");
    }
    if (!account.username().equals(person.username())
        || !Objects.equals(account.displayName(), person.displayName())
        || !Objects.equals(account.email(), person.email())) {
      account.rename(person.username(), person.displayName(), person.email());
    }
    return new SignedIn(account.id(), account.callsPerMinute());
  }

  private Optional<AccountEntity> find(Person person) {
    List<AccountEntity> found =
        store
            .createQuery(
                "SELECT a FROM AccountEntity a WHERE a.issuer = :issuer AND a.subject = :subject",
                AccountEntity.class)
            .setParameter("issuer", person.issuer())
            .setParameter("subject", person.subject())
            .getResultList();
    return found.stream().findFirst();
  }

  private AccountEntity make(Person person, @Nullable String address) {
    AccountId id = new AccountId(UUID.randomUUID());
    // Waits for another first call of the same person, if there is one; then does nothing.
    int made =
        store
            .createNativeQuery(
                "INSERT INTO account (id, issuer, subject, username) VALUES (?1, ?2, ?3, ?4)"
                    + " ON CONFLICT (issuer, subject) DO NOTHING")
            .setParameter(1, id.value())
            .setParameter(2, person.issuer())
            .setParameter(3, person.subject())
            .setParameter(4, person.username())
            .executeUpdate();
    AccountEntity account = find(person).orElseThrow();
    if (made == 1) {
      account.rename(person.username(), person.displayName(), person.email());
      WorkspaceId personal =
          workspaces.personal(account.id(), person.username(), clock.instant()).id();
      audit.ofAccount(
          new Caller(account.id(), person.username(), null, address),
          "account.make",
          Map.of("subject", person.subject(), "workspace", personal.toString()));
    }
    return account;
  }
}
