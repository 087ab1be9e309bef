package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The live page of the sample in a real browser, where it may only be looked at.
 */
@ExtendWith(Chromium.class)
@SampleTest
@Tag("any-jdk")
class DashboardTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	SemaphoreRegistry registry;

	private final WebDriver browser;

	DashboardTests(WebDriver browser) {
		this.browser = browser;
	}

	@AfterEach
	void leavePage() {
		this.workload.openGate();
		this.browser.get("about:blank");
	}

	@Test
	void theNumbersMoveUnderLoad() {
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		assertThat(dashboard.names()).containsExactlyElementsOf(this.registry.names());
		dashboard.shows("quotes", "0 of 4", "0");
		this.workload.closeGate();
		this.callers.atOnce(12, "/api/quotes/ACME");
		dashboard.shows("quotes", "4 of 4", "8");
		assertThat(this.browser.findElement(By.id("bottlenecks")).getText()).contains("quotes (8 waiting, up to ");
		assertThat(this.browser.findElement(By.cssSelector("[data-total=waiting]")).getText()).isEqualTo("8");
		this.workload.openGate();
		dashboard.shows("quotes", "0 of 4", "0");
		Callers.eventually()
			.untilAsserted(() -> assertThat(dashboard.number("quotes", "granted")).endsWith("/s").isNotEqualTo("0 /s"));
	}

	@Test
	void aClickShowsWhoHoldsAndWhoWaits() {
		this.workload.closeGate();
		this.callers.atOnce(6, "/api/quotes/ACME");
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		dashboard.shows("quotes", "4 of 4", "2");
		WebElement details = dashboard.details("quotes");
		assertThat(details.findElement(By.cssSelector(".holders h3")).getText()).isEqualTo("Holders (4)");
		assertThat(details.findElements(By.cssSelector(".holders tbody tr"))).hasSize(4)
			.first()
			.extracting(WebElement::getText)
			.asString()
			.matches("\\d+ QuoteController.quote .*");
		assertThat(details.findElements(By.cssSelector(".holders button"))).isEmpty();
		assertThat(details.findElement(By.cssSelector(".waiters h3")).getText()).isEqualTo("Waiting (2)");
		assertThat(details.findElements(By.cssSelector("figure svg[role=img]"))).hasSize(4);
		dashboard.row("quotes").findElement(By.tagName("button")).click();
		assertThat(this.browser.findElements(By.className("details"))).isEmpty();
	}

	@Test
	void whereLimitsMayNotBeChangedThePageDoesNotOfferTo() {
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		WebElement details = dashboard.details("quotes");
		assertThat(details.findElement(By.name("permits")).isEnabled()).isFalse();
		assertThat(details.findElements(By.tagName("button"))).isNotEmpty().noneMatch(WebElement::isEnabled);
		assertThat(details.findElement(By.className("locked")).isDisplayed()).isTrue();
	}

	@Test
	void theKeyboardIsEnough() {
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		this.browser.findElement(By.id("find")).sendKeys("quo");
		Callers.eventually().until(() -> !dashboard.row("reports").isDisplayed());
		WebElement button = dashboard.row("quotes").findElement(By.tagName("button"));
		button.sendKeys(Keys.ENTER);
		assertThat(button.getDomAttribute("aria-expanded")).isEqualTo("true");
		Callers.eventually().until(() -> !this.browser.findElements(By.cssSelector(".details figure")).isEmpty());
		button.sendKeys(Keys.ENTER);
		assertThat(button.getDomAttribute("aria-expanded")).isEqualTo("false");
	}

	@Test
	void namesAndCallersAreTextWhateverTheyAre() throws InterruptedException {
		String name = "<img src=x onerror=\"window.hacked = true\">";
		CountingSemaphore hostile = CountingSemaphore.create(name, SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTrackHolders(true));
		this.registry.register(hostile);
		try (Permit permit = hostile.acquire(AcquireRequest.one().withCaller(name))) {
			CompletableFuture<Permit> waiter = hostile
				.acquireAsync(AcquireRequest.one().withCaller("</td><b>bold</b>").withMaxWait(Duration.ofMinutes(5)));
			Dashboard dashboard = Dashboard.open(this.browser, this.callers);
			WebElement details = dashboard.details(name);
			assertThat(details.findElement(By.cssSelector(".holders tbody td:nth-child(2)")).getText()).isEqualTo(name);
			assertThat(details.findElement(By.cssSelector(".waiters tbody td")).getText())
				.isEqualTo("</td><b>bold</b>");
			assertThat(this.browser.findElements(By.cssSelector("img, b b"))).isEmpty();
			assertThat(script("return window.hacked === undefined")).isEqualTo(true);
			assertThat(permit.weight()).isEqualTo(1);
			waiter.cancel(false);
		}
		finally {
			this.registry.remove(name);
		}
	}

	@Test
	void fiveHundredSemaphoresAreShownAndOnlyWhatIsSeenIsDrawn() {
		try {
			for (int i = 0; i < 500; i++) {
				this.registry.register(CountingSemaphore.create("many-" + i, SemaphorePolicy.of(2)));
			}
			Dashboard dashboard = Dashboard.open(this.browser, this.callers);
			Callers.eventually().until(() -> dashboard.names().size() > 500);
			assertThat((Long) script("return document.querySelectorAll('.spark polyline[points]').length"))
				.isLessThan(100);
			this.browser.findElement(By.id("find")).sendKeys("many-499");
			Callers.eventually().until(() -> "0 of 2".equals(dashboard.number("many-499", "held")));
		}
		finally {
			this.registry.names().stream().filter((name) -> name.startsWith("many-")).forEach(this.registry::remove);
		}
	}

	@Test
	void thePageIsSmallAndLoadsNothing() {
		HttpResponse<String> response = this.callers.get("/actuator/semaphoredashboard");
		assertThat(response.headers().firstValue("Content-Type")).get()
			.asString()
			.startsWith("text/html")
			.containsIgnoringCase("charset=utf-8");
		assertThat(response.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(60 * 1024);
		Dashboard dashboard = Dashboard.open(this.browser, this.callers);
		dashboard.details("quotes");
		assertThat((String) script("return [...new Set(performance.getEntriesByType('resource')"
				+ ".map((entry) => new URL(entry.name).pathname))].sort().join(' ')"))
			.isEqualTo("/actuator/semaphores /actuator/semaphores/quotes");
	}

	private Object script(String script) {
		return ((JavascriptExecutor) this.browser).executeScript(script);
	}

}
