package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.semaphore.sample.documentation.BashSnippet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances of the sample beside one server.
 */
@Tag("any-jdk")
class TwoInstancesTests {

	private static final String REPORTS = "/actuator/semaphores/reports";

	private static SampleInstances instances;

	private static Callers one;

	private static Callers other;

	private final List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();

	@BeforeAll
	static void start() {
		instances = new SampleInstances();
		one = instances.start();
		other = instances.start();
	}

	@AfterAll
	static void stop() throws Exception {
		instances.close();
	}

	/** Of the four permits each instance holds two, and four callers of one wait. */
	@BeforeEach
	void holdTwoEach() {
		instances.workload().closeGate();
		this.requests.addAll(one.atOnce(2, "/api/quotes/ACME"));
		one.awaitNumbers("quotes", 2, 0);
		this.requests.addAll(other.atOnce(6, "/api/quotes/ACME"));
		one.awaitNumbers("quotes", 4, 4);
		other.awaitNumbers("quotes", 4, 4);
	}

	@AfterEach
	void letGo() {
		instances.workload().openGate();
		assertThat(Callers.answers(this.requests)).extracting(HttpResponse::statusCode).containsOnly(200);
		one.awaitNumbers("quotes", 0, 0);
	}

	@Test
	void theLimitHoldsOverBothAndBothTellWhatEachHolds() {
		JsonNode quotes = one.json(one.get("/actuator/semaphores/quotes"));
		assertThat(quotes.path("backend").asString()).isEqualTo("redis");
		assertThat(shares(quotes.path("instances"))).containsExactlyInAnyOrder("2 0", "2 4");
		assertThat(share(quotes.path("share"))).isEqualTo("2 0");
		JsonNode same = other.json(other.get("/actuator/semaphores/quotes"));
		assertThat(share(same.path("share"))).isEqualTo("2 4");
		assertThat(same.path("share").path("instance")).isNotEqualTo(quotes.path("share").path("instance"));
		Callers.eventually().until(() -> instances.workload().atWork("quotes") == 4);
		instances.workload().openGate();
		Callers.answers(this.requests);
		assertThat(instances.workload().mostAtWork("quotes")).isEqualTo(4);
	}

	@Nested
	@ExtendWith(Chromium.class)
	class OnTheStartPage {

		private final WebDriver browser;

		/**
		 * Made before there are requests: starting a browser may take as long as they
		 * have patience.
		 */
		OnTheStartPage(WebDriver browser) {
			this.browser = browser;
		}

		@Test
		void bothAreShown() {
			this.browser.get(one.uri("/").toString());
			// each look of the page's replaces the lines
			Callers.eventually()
				.ignoreException(StaleElementReferenceException.class)
				.untilAsserted(() -> assertThat(this.browser.findElements(By.cssSelector("[data-semaphore=quotes] li")))
					.extracting((line) -> line.getText().replaceFirst("^instance \\w+", "instance …"))
					.containsExactlyInAnyOrder("this instance: 2 held, 0 waiting", "instance …: 2 held, 4 waiting"));
			assertThat(this.browser.findElement(By.cssSelector("[data-semaphore=quotes] [data-number=held]")).getText())
				.isEqualTo("4");
			assertThat(this.browser.findElement(By.cssSelector("[data-semaphore=reports] .instances")).isDisplayed())
				.isFalse();
			this.browser.get("about:blank");
		}

	}

	@Nested
	@ExtendWith(Chromium.class)
	class OnTheLivePage {

		private final WebDriver browser;

		OnTheLivePage(WebDriver browser) {
			this.browser = browser;
		}

		@Test
		void theLeaseOfTheOtherOneIsEndedByForceOnceThatIsConfirmed() {
			String here = instance(one);
			String there = instance(other);
			WebElement details = Dashboard.open(this.browser, one).details("quotes");
			assertThat(details.findElements(By.cssSelector(button(here) + "[hidden]"))).hasSize(1);
			click(there);
			Alert question = Dashboard.alert(this.browser);
			assertThat(question.getText()).startsWith("End the lease of instance " + there + ", with all that it holds")
				.contains("more than the limit");
			question.dismiss();
			one.awaitNumbers("quotes", 4, 4);
			click(there);
			Dashboard.alert(this.browser).accept();
			Callers.eventually()
				.until(() -> ("The lease of instance " + there + " has ended.")
					.equals(details.findElement(By.tagName("output")).getText()));
			assertThat(events(one)).contains("unsafe-end-lease " + there);
			this.browser.get("about:blank");
		}

		private String button(String instance) {
			return ".instances button[aria-label$='" + instance + "']";
		}

		/** In one step: the next look may bring the instances in another order. */
		private void click(String instance) {
			((JavascriptExecutor) this.browser).executeScript(
					"const button = arguments[0]; setTimeout(() => document.querySelector(button).click())",
					button(instance) + ":not([hidden])");
		}

	}

	/**
	 * The calls that the pages show, as they stand there but for the address and what is
	 * another one each time.
	 */
	@Nested
	class CallsOnThePages {

		@AfterEach
		void leaveAsFound() {
			one.post(REPORTS, "{\"permits\": 4}");
			one.post(REPORTS, "{\"state\": \"open\"}");
		}

		@ParameterizedTest
		@MethodSource("calls")
		void doWhatIsSaidOfThem(String call) {
			if (call.contains("?n=[1-200]")) {
				burst(call);
			}
			else if (call.endsWith("/actuator/semaphores/quotes")) {
				assertThat(answer(call).path("held").asInt()).isEqualTo(4);
			}
			else if (call.contains("{\"permits\": 8}")) {
				assertThat(answer(call).path("permits").asInt()).isEqualTo(8);
			}
			else if (call.contains("{\"state\": \"closed\"}")) {
				assertThat(answer(call).path("state").asString()).isEqualTo("closed");
			}
			else if (call.contains("{\"unsafeRelease\": 17}")) {
				TwoInstancesTests.this.requests.add(one.one("/api/reports"));
				one.awaitNumbers("reports", 1, 0);
				String holder = one.json(one.get(REPORTS)).path("holders").path(0).path("id").asString();
				assertThat(answer(call.replace("17", holder)).path("held").asInt(-1)).isZero();
			}
			else {
				assertThat(call).contains("{\"unsafeEndLease\": \"93ab01fd\"}");
				String ended = instance(other);
				answer(call.replace("93ab01fd", ended).replace("/reports", "/quotes"));
				assertThat(events(one)).contains("unsafe-end-lease " + ended);
			}
		}

		/** Four at work and 100 who wait, four of them from before; nobody else. */
		private void burst(String call) {
			int before = refused();
			CompletableFuture<String> output = Shell.run(call, one.uri(""));
			Callers.eventually().until(() -> refused() - before == 104);
			instances.workload().openGate();
			assertThat(Callers.answer(output).lines()).map(String::strip).containsExactly("96 200", "104 503");
		}

		private int refused() {
			return one.json(one.get("/actuator/semaphores/quotes"))
				.path("statistics")
				.path("rejected")
				.path("QUEUE_FULL")
				.asInt();
		}

		private JsonNode answer(String call) {
			return new JsonMapper().readTree(Callers.answer(Shell.run(call, one.uri(""))));
		}

		static Stream<String> calls() {
			return BashSnippet.callsOf("curl");
		}

	}

	private static String instance(Callers callers) {
		return callers.json(callers.get("/actuator/semaphores/quotes")).path("share").path("instance").asString();
	}

	private static List<String> events(Callers callers) {
		return callers.json(callers.get("/actuator/semaphores/quotes"))
			.path("events")
			.valueStream()
			.map((event) -> event.path("kind").asString() + " " + event.path("what").asString())
			.toList();
	}

	private static List<String> shares(JsonNode instances) {
		return instances.valueStream().map(TwoInstancesTests::share).toList();
	}

	private static String share(JsonNode share) {
		return share.path("held").asInt() + " " + share.path("queueLength").asInt();
	}

}
