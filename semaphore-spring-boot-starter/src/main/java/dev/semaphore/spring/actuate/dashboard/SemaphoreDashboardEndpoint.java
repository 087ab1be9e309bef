package dev.semaphore.spring.actuate.dashboard;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.function.SingletonSupplier;

/**
 * A page on which people see the semaphores of an application live, and change them if
 * they may. The page is always the same: all it shows it asks of the endpoint
 * {@code semaphores}, and all it changes it changes there.
 */
@WebEndpoint(id = "semaphoredashboard", defaultAccess = Access.READ_ONLY)
public class SemaphoreDashboardEndpoint {

	/** Put together when somebody asks for it: most starts are of nobody's interest. */
	private final SingletonSupplier<String> page;

	/**
	 * Creates the endpoint, which gives nothing back by force.
	 * @param semaphores where the endpoint {@code semaphores} is, relative to the page
	 * @param writable whether that endpoint may change semaphores; if not, the page does
	 * not offer to
	 */
	public SemaphoreDashboardEndpoint(String semaphores, boolean writable) {
		this(semaphores, writable, false);
	}

	/**
	 * Creates the endpoint.
	 * @param semaphores where the endpoint {@code semaphores} is, relative to the page
	 * @param writable whether that endpoint may change semaphores; if not, the page does
	 * not offer to
	 * @param unsafeRelease whether it may besides give back by force what others hold; if
	 * not, the page does not offer to
	 */
	public SemaphoreDashboardEndpoint(String semaphores, boolean writable, boolean unsafeRelease) {
		this.page = SingletonSupplier.of(() -> DashboardPage.make(semaphores, writable, unsafeRelease));
	}

	/**
	 * The page.
	 * @return HTML that loads nothing from elsewhere
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public String page() {
		return this.page.obtain();
	}

}
