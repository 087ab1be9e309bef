package dev.semaphore.sample;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start page in a real browser.
 */
@ExtendWith(Chromium.class)
@SampleTest
@Import(StartPageTests.HeldPolls.class)
@Tag("any-jdk")
class StartPageTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	HeldPolls polls;

	private final WebDriver browser;

	StartPageTests(WebDriver browser) {
		this.browser = browser;
	}

	@BeforeEach
	void openPage() {
		this.browser.get(this.callers.uri("/").toString());
	}

	@AfterEach
	void leavePage() {
		this.polls.letGo();
		this.workload.openGate();
		this.browser.get("about:blank");
	}

	@Test
	void theNumbersMoveWhileABurstIsServed() {
		this.workload.closeGate();
		shows("quotes", "0", "4", "0");
		card("quotes").findElement(By.tagName("button")).click();
		shows("quotes", "4", "0", "196");
		assertThat(card("quotes").findElements(By.cssSelector(".permits .held"))).hasSize(4);
		this.workload.openGate();
		shows("quotes", "0", "4", "0");
		Callers.eventually()
			.untilAsserted(() -> assertThat(card("quotes").findElement(By.tagName("output")).getText())
				.startsWith("200 answered, in"));
		assertThat(card("quotes").findElement(By.tagName("button")).isEnabled()).isTrue();
	}

	@Test
	void thereIsACardForEverySemaphoreWithALinkThatAnswersAndWordsForCurl() {
		for (String name : Burst.TARGETS.keySet()) {
			WebElement card = card(name);
			assertThat(this.callers.get(card.findElement(By.tagName("a")).getDomAttribute("href")).statusCode())
				.isEqualTo(200);
			card.findElement(By.tagName("summary")).click();
			assertThat(card.findElement(By.className("many")).getText()).contains("curl",
					this.callers.uri(Burst.TARGETS.get(name)).toString());
		}
	}

	@Test
	void aPollThatIsNotAnsweredIsFollowedByNoOtherAndThePageSaysThatItsNumbersAreOld() {
		connectionIs("live");
		this.polls.hold();
		connectionIs("stale");
		Callers.eventually().until(() -> this.polls.atOnce.get() == 1);
		this.polls.letGo();
		connectionIs("live");
		assertThat(this.polls.mostAtOnce.get()).isEqualTo(1);
	}

	private WebElement card(String semaphore) {
		return this.browser.findElement(By.cssSelector("article[data-semaphore=" + semaphore + "]"));
	}

	private void shows(String semaphore, String held, String available, String waiting) {
		Callers.eventually().untilAsserted(() -> {
			WebElement card = card(semaphore);
			assertThat(number(card, "held")).isEqualTo(held);
			assertThat(number(card, "available")).isEqualTo(available);
			assertThat(number(card, "queueLength")).isEqualTo(waiting);
		});
	}

	private static String number(WebElement card, String name) {
		return card.findElement(By.cssSelector("[data-number=" + name + "]")).getText();
	}

	private void connectionIs(String state) {
		Callers.eventually()
			.until(() -> state.equals(this.browser.findElement(By.id("connection")).getDomAttribute("data-state")));
	}

	/**
	 * Keeps polls waiting for their answer when told so, and counts them.
	 */
	static class HeldPolls extends OncePerRequestFilter {

		final AtomicInteger atOnce = new AtomicInteger();

		final AtomicInteger mostAtOnce = new AtomicInteger();

		private volatile CountDownLatch answer = new CountDownLatch(0);

		void hold() {
			this.answer = new CountDownLatch(1);
		}

		void letGo() {
			this.answer.countDown();
		}

		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			return !request.getRequestURI().equals("/actuator/semaphores");
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			this.mostAtOnce.accumulateAndGet(this.atOnce.incrementAndGet(), Math::max);
			try {
				if (!this.answer.await(1, TimeUnit.MINUTES)) {
					throw new ServletException("Nobody let the poll go");
				}
				chain.doFilter(request, response);
			}
			catch (InterruptedException ex) {
				throw new ServletException(ex);
			}
			finally {
				this.atOnce.decrementAndGet();
			}
		}

	}

}
