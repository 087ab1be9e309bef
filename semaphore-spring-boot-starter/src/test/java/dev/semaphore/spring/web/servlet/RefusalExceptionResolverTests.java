package dev.semaphore.spring.web.servlet;

import java.util.List;

import dev.semaphore.spring.web.RefusedRequests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalExceptionResolver}.
 */
class RefusalExceptionResolverTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
						DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@Test
	void refusalIsAnsweredWithStatusRetryAfterAndProblem() {
		run(this.runner, (mvc) -> {
			for (String path : List.of("/plain", "/wrapped", "/nested", "/future", "/functional", "/writer")) {
				assertRefused(get(mvc, path));
			}
		});
	}

	@Test
	void acceptHeaderDoesNotMatter() {
		run(this.runner, (mvc) -> {
			for (String accept : List.of("text/html", "application/xml", "image/png", "*/*;q=0")) {
				assertRefused(mvc.get().uri("/plain").header("Accept", accept).exchange());
			}
		});
	}

	@Test
	void otherExceptionsAreLeftAlone() {
		run(this.runner, (mvc) -> assertThat(get(mvc, "/other")).hasFailed());
	}

	@Test
	void exceptionThatSaysItsOwnStatusKeepsIt() {
		run(this.runner, (mvc) -> {
			assertThat(get(mvc, "/status")).hasStatus(HttpStatus.BAD_GATEWAY);
			assertThat(get(mvc, "/annotated")).hasStatus(HttpStatus.GONE);
		});
	}

	@Test
	void responseThatHasBegunIsLeftAlone() {
		run(this.runner, (mvc) -> assertThat(get(mvc, "/committed")).hasFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedRequests.RefusalHandler.class, RefusedRequests.EarlyRefusalHandler.class,
			RefusedRequests.SuperclassHandler.class })
	void handlerOfTheUserWins(Class<?> advice) {
		run(this.runner.withUserConfiguration(advice),
				(mvc) -> assertThat(get(mvc, "/plain")).hasStatus(RefusedRequests.HANDLED));
	}

	@Test
	void handlerOfTheUserWinsForTheExceptionAroundTheRefusal() {
		run(this.runner.withUserConfiguration(RefusedRequests.WrapperHandler.class, RefusedRequests.Everything.class),
				(mvc) -> {
					assertThat(get(mvc, "/nested")).hasStatus(RefusedRequests.HANDLED);
					assertRefused(get(mvc, "/wrapped"));
				});
	}

	@Test
	void handlerOfTheUserWinsInTheControllerItself() {
		run(this.runner.withUserConfiguration(RefusedRequests.CatchingController.class),
				(mvc) -> assertThat(get(mvc, "/catching")).hasStatus(RefusedRequests.HANDLED));
	}

	@ParameterizedTest
	@ValueSource(classes = { EarlyResolver.class, Resolver.class, ResolverOfConfigurer.class })
	void resolverOfTheUserWins(Class<?> resolver) {
		run(this.runner.withUserConfiguration(resolver),
				(mvc) -> assertThat(get(mvc, "/plain")).hasStatus(RefusedRequests.HANDLED));
	}

	@Test
	void resolverOfTheUserIsAskedOnceAndMayDecline() {
		this.runner.withUserConfiguration(EarlyDecliningResolver.class, DecliningResolver.class).run((context) -> {
			assertRefused(get(MockMvcTester.from(context), "/plain"));
			assertThat(context.getBeansOfType(DecliningResolver.class).values())
				.extracting((resolver) -> resolver.asked)
				.containsExactly(1, 1);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedRequests.Everything.class, RefusedRequests.EveryRuntimeException.class,
			RefusedRequests.OtherControllersHandler.class })
	void handlerThatIsNotMeantForRefusalsDoesNotGetThem(Class<?> advice) {
		run(this.runner.withUserConfiguration(advice), (mvc) -> {
			assertRefused(get(mvc, "/plain"));
			assertRefused(get(mvc, "/wrapped"));
			assertRefused(get(mvc, "/future"));
		});
	}

	private interface MvcTest {

		void run(MockMvcTester mvc) throws Exception;

	}

	private static void run(WebApplicationContextRunner runner, MvcTest test) {
		runner.run((context) -> test.run(MockMvcTester.from(context)));
	}

	private static MvcTestResult get(MockMvcTester mvc, String path) {
		return mvc.get().uri(path).exchange();
	}

	private static void assertRefused(MvcTestResult result) {
		assertThat(result).hasStatus(HttpStatus.TOO_MANY_REQUESTS)
			.hasHeader("Retry-After", "3")
			.hasHeader("Content-Type", MediaType.APPLICATION_PROBLEM_JSON_VALUE)
			.bodyText()
			.isEqualTo(RefusedRequests.PROBLEM);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		RefusalExceptionResolver resolver(ApplicationContext context) {
			return new RefusalExceptionResolver(RefusedRequests::statusOf, context);
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route().GET("/functional", (request) -> {
				throw RefusedRequests.refusal();
			}).build();
		}

		@Bean
		RefusedRequests.Reports reports() {
			return new RefusedRequests.Reports();
		}

		@Bean
		HalfWritten halfWritten() {
			return new HalfWritten();
		}

	}

	@RestController
	static class HalfWritten {

		@GetMapping("/writer")
		void writer(HttpServletResponse response) throws Exception {
			response.getWriter().write("half a report");
			throw RefusedRequests.refusal();
		}

		@GetMapping("/committed")
		void committed(HttpServletResponse response) throws Exception {
			response.flushBuffer();
			throw RefusedRequests.refusal();
		}

	}

	static class Resolver implements HandlerExceptionResolver {

		@Override
		public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response, Object handler,
				Exception exception) {
			response.setStatus(RefusedRequests.HANDLED.value());
			return new ModelAndView();
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class EarlyResolver extends Resolver {

	}

	static class ResolverOfConfigurer implements WebMvcConfigurer {

		@Override
		public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
			resolvers.add(new Resolver());
		}

	}

	static class DecliningResolver implements HandlerExceptionResolver {

		private int asked;

		@Override
		public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response, Object handler,
				Exception exception) {
			this.asked++;
			return null;
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class EarlyDecliningResolver extends DecliningResolver {

	}

}
