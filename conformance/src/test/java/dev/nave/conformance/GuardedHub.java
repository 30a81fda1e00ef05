package dev.nave.conformance;

import dev.nave.hub.Authorize;

/** The hub of all checks, with methods that not everybody may call. */
class GuardedHub extends TestHub {
  GuardedHub(Gates gates) {
    super(gates);
  }

  @Authorize(policy = "even")
  public int even(int number) {
    return number;
  }

  /** Lets in nobody but admins. */
  @Authorize(roles = "admin")
  static final class ForAdmins extends GuardedHub {
    ForAdmins(Gates gates) {
      super(gates);
    }
  }

  /** Lets in who has a ticket. */
  @Authorize(policy = "ticket")
  static final class WithTicket extends GuardedHub {
    WithTicket(Gates gates) {
      super(gates);
    }
  }
}
