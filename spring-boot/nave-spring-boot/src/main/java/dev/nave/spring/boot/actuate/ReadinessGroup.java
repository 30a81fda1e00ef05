package dev.nave.spring.boot.actuate;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/** Makes the hub server a member of the group {@code readiness}, where there is that group. */
final class ReadinessGroup implements HealthEndpointGroupsPostProcessor {
  private static final String READINESS = "readiness";

  private final String member;

  ReadinessGroup(String member) {
    this.member = member;
  }

  @Override
  public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
    return new Groups(groups, member);
  }

  private record Groups(HealthEndpointGroups others, String member)
      implements HealthEndpointGroups {
    @Override
    public HealthEndpointGroup getPrimary() {
      return others.getPrimary();
    }

    @Override
    public Set<String> getNames() {
      return others.getNames();
    }

    @Override
    public @Nullable HealthEndpointGroup get(String name) {
      HealthEndpointGroup group = others.get(name);
      return group != null && name.equals(READINESS) ? new Joined(group, member) : group;
    }
  }

  private record Joined(HealthEndpointGroup group, String member) implements HealthEndpointGroup {
    @Override
    public boolean isMember(String name) {
      return name.equals(member) || group.isMember(name);
    }

    @Override
    public boolean showComponents(SecurityContext context) {
      return group.showComponents(context);
    }

    @Override
    public boolean showDetails(SecurityContext context) {
      return group.showDetails(context);
    }

    @Override
    public StatusAggregator getStatusAggregator() {
      return group.getStatusAggregator();
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
      return group.getHttpCodeStatusMapper();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
      return group.getAdditionalPath();
    }
  }
}
