package dev.nave.spring.boot.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.web.util.WebUtils;

class CallAttributesTest {
  @Test
  void beansOfASessionAreMadeUnderTheLockOfItsRequests() {
    MockHttpSession session = new MockHttpSession();
    Object mutex = new Object();
    session.setAttribute(WebUtils.SESSION_MUTEX_ATTRIBUTE, mutex);

    assertThat(new CallAttributes(session).getSessionMutex()).isSameAs(mutex);
  }
}
