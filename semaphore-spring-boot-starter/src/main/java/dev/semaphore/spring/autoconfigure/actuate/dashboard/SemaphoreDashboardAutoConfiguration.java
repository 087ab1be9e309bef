package dev.semaphore.spring.autoconfigure.actuate.dashboard;

import java.util.List;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.actuate.dashboard.SemaphoreDashboardEndpoint;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.actuate.endpoint.SemaphoresEndpointProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.util.StringUtils;

/**
 * Makes the page {@code semaphoredashboard} where it is exposed. It works only where the
 * endpoint {@code semaphores} is exposed too.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnWebApplication
@ConditionalOnAvailableEndpoint(endpoint = SemaphoreDashboardEndpoint.class, exposure = EndpointExposure.WEB)
@ConditionalOnBean(SemaphoreRegistry.class)
@EnableConfigurationProperties(SemaphoresEndpointProperties.class)
@ImportRuntimeHints(PageHints.class)
public final class SemaphoreDashboardAutoConfiguration {

	private static final EndpointId DASHBOARD = EndpointId.of("semaphoredashboard");

	private static final EndpointId SEMAPHORES = EndpointId.of("semaphores");

	@Bean
	@ConditionalOnMissingBean
	SemaphoreDashboardEndpoint semaphoreDashboardEndpoint(ObjectProvider<PathMapper> paths,
			ObjectProvider<EndpointAccessResolver> access, SemaphoresEndpointProperties semaphores) {
		EndpointAccessResolver resolver = access.getIfAvailable();
		boolean writable = resolver != null && resolver.accessFor(SEMAPHORES, Access.READ_ONLY) == Access.UNRESTRICTED;
		return new SemaphoreDashboardEndpoint(semaphores(paths.orderedStream().toList()), writable,
				semaphores.unsafeRelease());
	}

	/**
	 * From where the page is to where the semaphores are: either may have been given
	 * another path.
	 */
	private static String semaphores(List<PathMapper> paths) {
		String page = PathMapper.getRootPath(paths, DASHBOARD);
		return "../".repeat(StringUtils.countOccurrencesOf(page, "/")) + PathMapper.getRootPath(paths, SEMAPHORES);
	}

}
