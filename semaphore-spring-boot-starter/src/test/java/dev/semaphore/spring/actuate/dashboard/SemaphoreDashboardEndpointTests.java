package dev.semaphore.spring.actuate.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreDashboardEndpoint}.
 */
class SemaphoreDashboardEndpointTests {

	private final String page = new SemaphoreDashboardEndpoint("semaphores", true).page();

	@Test
	void thePageIsSmall() {
		assertThat(this.page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(60 * 1024);
	}

	@Test
	void thePageIsWholeAndNamesNothingElsewhere() {
		assertThat(this.page).doesNotContain("{{")
			.doesNotContainPattern("<(link|img|iframe|object|embed|script [^>]*src)\\b")
			.doesNotContain("https:", "style=\"", "innerHTML", "insertAdjacentHTML", "eval(");
	}

	@Test
	void thePolicyAllowsWhatIsInThePageAndNothingMore() throws Exception {
		assertThat(this.page).contains("content=\"default-src 'none'; connect-src 'self'; script-src '" + hash("script")
				+ "'; style-src '" + hash("style") + "'; base-uri 'none'; form-action 'none';");
	}

	@Test
	void thePathIsEscaped() {
		assertThat(new SemaphoreDashboardEndpoint("\"><script>alert(1)</script>", false).page())
			.contains("data-semaphores=\"&quot;&gt;&lt;script&gt;")
			.doesNotContain("<script>alert(1)");
	}

	private String hash(String element) throws Exception {
		Matcher matcher = Pattern.compile("<" + element + ">(.*)</" + element + ">", Pattern.DOTALL).matcher(this.page);
		assertThat(matcher.find()).isTrue();
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
		return "sha256-" + Base64.getEncoder().encodeToString(digest);
	}

}
