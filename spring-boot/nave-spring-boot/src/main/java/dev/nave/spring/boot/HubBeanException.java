package dev.nave.spring.boot;

/** A bean cannot be a hub. The message names the bean, and says why and what to do. */
public final class HubBeanException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  public HubBeanException(String message) {
    super(message);
  }
}
