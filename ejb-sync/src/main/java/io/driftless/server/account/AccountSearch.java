package io.driftless.server.account;

import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.store.AccountEntity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** Finds people who have signed in here. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class AccountSearch {

  @PersistenceContext private EntityManager store;

  /** The one person of that name or mail address, whatever its case; refuses none and several. */
  public AccountEntity named(String username) {
    List<AccountEntity> found =
        store
            .createQuery(
                "SELECT a FROM AccountEntity a WHERE LOWER(a.username) = LOWER(:username)"
                    + " OR LOWER(a.email) = LOWER(:username)"
                    + " ORDER BY a.createdAt",
                AccountEntity.class)
            .setParameter("username", username.replace('\0', ' ')) // no name has one
            .setMaxResults(2)
            .getResultList();
    if (found.size() != 1) {
      throw new RefusedException(
          Refusal.ACCOUNT_UNKNOWN,
          found.isEmpty()
              ? "Nobody of that name has signed in here yet. Ask them to sign in once."
              : "Several people of that name have signed in here. Ask whoever runs this server.");
    }
    return found.get(0);
  }
}
