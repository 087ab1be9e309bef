package dev.semaphore.spring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

import dev.semaphore.SemaphorePolicy;
import dev.semaphore.spring.autoconfigure.ConfigurationMetadata.Property;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import dev.semaphore.spring.autoconfigure.web.reactive.SemaphoreWebFluxAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(ConfigurationMetadata.load().properties()).allSatisfy((property) -> {
			assertThat(property.description()).as(property.name()).isNotNull().matches("(?s)[A-Z].*\\.");
			assertThat(property.type()).as(property.name()).isNotNull();
		});
	}

	@Test
	void everyPropertyThereIsStandsInTheMetadata() throws IOException {
		List<String> names = properties().stream().map(Property::name).toList();
		assertThat(KnownProperties.of(Instance.class))
			.allSatisfy((key) -> assertThat(names).contains("semaphore.defaults." + key));
		assertThat(KnownProperties.of(SemaphoreProperties.class))
			.filteredOn((key) -> !List.of("defaults", "web", "redis", "jdbc", "etcd").contains(key))
			.allSatisfy((key) -> assertThat(names).contains("semaphore." + key));
		assertThat(KnownProperties.of(RedisProperties.class))
			.allSatisfy((key) -> assertThat(names).contains("semaphore.redis." + key));
		assertThat(KnownProperties.of(JdbcProperties.class))
			.allSatisfy((key) -> assertThat(names).contains("semaphore.jdbc." + key));
		assertThat(KnownProperties.of(EtcdProperties.class))
			.allSatisfy((key) -> assertThat(names).contains("semaphore.etcd." + key));
		assertThat(KnownProperties.of(WebProperties.class))
			.allSatisfy((key) -> assertThat(names).contains("semaphore.web." + key));
	}

	@Test
	void defaultsAreThoseThatHold() throws IOException {
		Map<String, Object> stated = properties().stream()
			.filter((property) -> property.defaultValue() != null)
			.collect(Collectors.toMap(Property::name, Property::defaultValue));
		SemaphoreProperties properties = new Binder(new MapConfigurationPropertySource(stated))
			.bindOrCreate("semaphore", SemaphoreProperties.class);
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.defaults().policy(3)).isEqualTo(SemaphorePolicy.of(3));
		assertThat(properties.defaults()).hasNoNullFieldsOrPropertiesExcept("permits", "initialPermits",
				"permitsPerKey", "holdWarning", "unsafeMaxHold");
	}

	@Test
	void whatIsNotSaidOfABackendIsWhatHoldsByDefault() {
		SemaphoreProperties nothingSaid = new Binder().bindOrCreate("semaphore", SemaphoreProperties.class);
		assertThat(nothingSaid.redis()).isEqualTo(new RedisProperties(0, Duration.ofMillis(100)));
		assertThat(nothingSaid.jdbc().tablePrefix()).isEqualTo("SEMAPHORE_");
		assertThat(nothingSaid.jdbc().timeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(nothingSaid.etcd().endpoints()).containsExactly(URI.create("http://localhost:2379"));
	}

	/** What Boot leaves out because a class is absent, it need not read then. */
	@Test
	void conditionsOnClassesAreWrittenDown() throws IOException {
		Properties written = PropertiesLoaderUtils
			.loadProperties(new FileSystemResource("target/classes/META-INF/spring-autoconfigure-metadata.properties"));
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.filteredOn((name) -> name.startsWith("dev.semaphore."))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(written).containsKey(name));
		assertThat(written).containsEntry(SemaphoreWebFluxAutoConfiguration.class.getName() + ".ConditionalOnClass",
				"org.springframework.web.reactive.DispatcherHandler");
	}

	private static List<Property> properties() throws IOException {
		return ConfigurationMetadata.load()
			.properties()
			.stream()
			.filter((property) -> property.name().startsWith("semaphore."))
			.toList();
	}

}
