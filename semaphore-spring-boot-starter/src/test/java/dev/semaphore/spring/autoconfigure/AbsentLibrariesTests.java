package dev.semaphore.spring.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application starts, whichever of the libraries that it does not need is missing
 * from the class path.
 */
class AbsentLibrariesTests {

	private static final String ACTUATOR = "spring-boot-(starter-)?actuator.*";

	private static final String MICROMETER = "micrometer-(core|jakarta9).*|spring-boot-(starter-)?micrometer.*";

	private static final String WEB = "(spring-boot-)?(starter-)?(spring-)?(web|tomcat|reactor|netty|servlet|http).*"
			+ "|jakarta.servlet.*";

	private static final String OTHERS = "(spring-boot-starter-)?(validation|aspectj|jackson).*"
			+ "|hibernate-validator.*|jakarta.validation.*|spring-boot-jackson.*";

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "Actuator, " + ACTUATOR, "Micrometer, " + MICROMETER, "the web, " + WEB,
			"validation AspectJ and Jackson, " + OTHERS,
			"any of them, " + ACTUATOR + "|" + MICROMETER + "|" + WEB + "|" + OTHERS })
	void startsWithout(String what, String jars) throws Exception {
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(loader);
			try {
				Class<?> starter = loader.loadClass(Starter.class.getName());
				assertThat(starter.getMethod("start").invoke(null)).isEqualTo(Set.of("reports"));
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}
	}

	private static URL[] classPathWithout(String jars) {
		Pattern pattern = Pattern.compile(jars);
		List<File> entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.toList();
		return entries.stream()
			.filter((entry) -> !pattern.matcher(entry.getName()).matches())
			.map(AbsentLibrariesTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(File file) {
		try {
			return file.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Is loaded without the library that is missing.
	 */
	public static final class Starter {

		private Starter() {
		}

		public static Set<String> start() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.properties("semaphore.instances.reports.permits=4", "management.endpoints.web.exposure.include=*",
						"spring.main.banner-mode=off", "logging.level.root=error")
				.run()) {
				return context.getBean(SemaphoreRegistry.class).names();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OwnAutoConfigurations.class)
	static class Application {

	}

	/**
	 * Ours alone: Boot tests its own, and all of them take seconds to start.
	 */
	static class OwnAutoConfigurations implements DeferredImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importing) {
			return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("dev.semaphore."))
				.toArray(String[]::new);
		}

	}

}
