package dev.semaphore.spring.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RoutesTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports",
			SemaphorePolicy.of(4).withPermitsPerKey(2));

	@ParameterizedTest
	@CsvSource({ "/reports,/reports,true", "/reports,/reports/,false", "/reports/**,/reports,true",
			"/reports/**,/reports/a/b,true", "/reports/*,/reports/a/b,false", "/reports,/Reports,false",
			"/reports,/reports;v=1,true", "/reports,/%72eports,true", "/**,/,true" })
	void pathsMatchAsForControllers(String pattern, String path, boolean matches) {
		Routes routes = new Routes(List.of(route(pattern, Set.of(), null)));
		assertThat(routes.match(new Request("GET", path)) != null).isEqualTo(matches);
	}

	@Test
	void firstRouteThatIsForARequestCounts() {
		Route reports = route("/reports/**", Set.of("POST"), null);
		Route rest = route("/**", Set.of(), null);
		Routes routes = new Routes(List.of(reports, rest));
		assertThat(routes.match(new Request("POST", "/reports/1"))).extracting(RouteMatch::route).isSameAs(reports);
		assertThat(routes.match(new Request("GET", "/reports/1"))).extracting(RouteMatch::route).isSameAs(rest);
	}

	@Test
	void limitOfReadingHoldsForHeadToo() {
		Routes routes = new Routes(List.of(route("/**", Set.of("GET"), null)));
		assertThat(routes.match(new Request("HEAD", "/"))).isNotNull();
		assertThat(routes.match(new Request("POST", "/"))).isNull();
	}

	@Test
	void excludedPathsAreNotMeant() {
		Route route = route("/reports/**", Set.of(), null, "/reports/head", "/*/health");
		Routes routes = new Routes(List.of(route));
		assertThat(routes.match(new Request("GET", "/reports/head"))).isNull();
		assertThat(routes.match(new Request("GET", "/reports/health"))).isNull();
		assertThat(routes.match(new Request("GET", "/reports/monthly"))).isNotNull();
	}

	@Test
	void preFlightOfABrowserIsNotLimitedUnlessItsMethodIsNamed() {
		Request preFlight = new Request("OPTIONS", "/").withHeader("Origin", "https://example.com")
			.withHeader("Access-Control-Request-Method", "GET");
		assertThat(new Routes(List.of(route("/**", Set.of(), null))).match(preFlight)).isNull();
		assertThat(new Routes(List.of(route("/**", Set.of("OPTIONS"), null))).match(preFlight)).isNotNull();
		assertThat(new Routes(List.of(route("/**", Set.of(), null))).match(new Request("OPTIONS", "/"))).isNotNull();
	}

	@Test
	void keyIsThatOfItsSource() {
		Request request = new Request("GET", "/reports/north/1").withHeader("X-Tenant", " south ");
		assertThat(key(new RouteKey(KeySource.HEADER, "x-tenant", 64), request)).isEqualTo("south");
		assertThat(key(new RouteKey(KeySource.PRINCIPAL, "", 64), request)).isEqualTo("alice");
		assertThat(key(new RouteKey(KeySource.REMOTE_ADDRESS, "", 64), request)).isEqualTo("192.0.2.7");
		assertThat(key(new RouteKey(KeySource.PATH_VARIABLE, "tenant", 64), request)).isEqualTo("north");
	}

	@Test
	void keyThatIsTooLongIsCut() {
		Request request = new Request("GET", "/reports/north/1").withHeader("X-Tenant", "s".repeat(8000));
		assertThat(key(new RouteKey(KeySource.HEADER, "X-Tenant", 10), request)).isEqualTo("ssssssssss");
	}

	@Test
	void leavingTheKeyOutIsNoWayAroundItsLimit() {
		RouteKey key = new RouteKey(KeySource.HEADER, "X-Tenant", 64);
		Request without = new Request("GET", "/reports/north/1");
		for (int i = 0; i < 2; i++) {
			assertThat(acquire(key, without)).isTrue();
		}
		assertThat(acquire(key, without)).as("a third one without a key").isFalse();
		assertThat(acquire(key, without.withHeader("X-Tenant", " "))).as("nor with an empty one").isFalse();
		assertThat(acquire(key, without.withHeader("X-Tenant", "south"))).isTrue();
	}

	@Test
	void keyWithoutItsNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RouteKey(KeySource.HEADER, "", 64));
		assertThatIllegalArgumentException().isThrownBy(() -> new RouteKey(KeySource.PRINCIPAL, "X-Tenant", 64));
		assertThatIllegalArgumentException().isThrownBy(() -> new RouteKey(KeySource.PRINCIPAL, "", 0));
	}

	private boolean acquire(RouteKey key, Request request) {
		RouteMatch match = new Routes(List.of(route("/reports/{tenant}/*", Set.of(), key))).match(request);
		return !match.acquire(request).isCompletedExceptionally();
	}

	private String key(RouteKey key, Request request) {
		RouteMatch match = new Routes(List.of(route("/reports/{tenant}/*", Set.of(), key))).match(request);
		try (Permit permit = match.acquire(request).join()) {
			assertThat(permit.weight()).isOne();
			return this.semaphore.keys(10)
				.stream()
				.filter((usage) -> usage.held() == 1)
				.findFirst()
				.orElseThrow()
				.key();
		}
	}

	private Route route(String pattern, Set<String> methods, @Nullable RouteKey key, String... exclusions) {
		List<PathPattern> excluded = Arrays.stream(exclusions).map(PathPatternParser.defaultInstance::parse).toList();
		return new Route(PathPatternParser.defaultInstance.parse(pattern), methods, excluded, () -> this.semaphore,
				AcquireRequest.one().withMaxWait(Duration.ZERO), key);
	}

	private record Request(String method, PathContainer path, Map<String, String> headers) implements RouteRequest {

		Request(String method, String path) {
			this(method, PathContainer.parsePath(path), new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
		}

		Request withHeader(String name, String value) {
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			headers.putAll(this.headers);
			headers.put(name, value);
			return new Request(this.method, this.path, headers);
		}

		@Override
		public @Nullable String header(String name) {
			return this.headers.get(name);
		}

		@Override
		public String principal() {
			return "alice";
		}

		@Override
		public String remoteAddress() {
			return "192.0.2.7";
		}

	}

}
