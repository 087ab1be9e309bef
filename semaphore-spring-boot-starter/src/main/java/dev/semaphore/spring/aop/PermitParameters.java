package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * The parameters by which a body is given the permits that it runs under, for their
 * fencing tokens, and to be told when they are lost. Callers pass null; a permit that a
 * caller passes is the caller's, and stays.
 *
 * @param parameters the parameters, at least one
 */
record PermitParameters(List<Given> parameters) {

	private static final int ALL = -1;

	/**
	 * The parameters of a method.
	 * @param site the method
	 * @param claims what it takes, in the order of its permits
	 * @return the parameters, or null if there are none
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if one is for a permit
	 * that the method does not take
	 */
	static @Nullable PermitParameters of(AnnotationSite site, List<Claim> claims) {
		List<Given> parameters = new ArrayList<>();
		for (MethodParameter parameter : new AnnotatedMethod(site.method().method()).getMethodParameters()) {
			if (parameter.getParameterType() == Permit.class) {
				parameters.add(new Given(parameter.getParameterIndex(), claim(parameter, site, claims)));
			}
		}
		return parameters.isEmpty() ? null : new PermitParameters(List.copyOf(parameters));
	}

	private static int claim(MethodParameter parameter, AnnotationSite site, List<Claim> claims) {
		Qualifier qualifier = parameter.getParameterAnnotation(Qualifier.class);
		if (qualifier == null) {
			return ALL;
		}
		List<String> names = claims.stream().map(Claim::semaphore).toList();
		int claim = names.indexOf(qualifier.value());
		if (claim == -1) {
			throw site.mistake(
					"has a parameter for the permit of '" + qualifier.value() + "', which the method does not take.",
					"Name one of " + names + " in the @Qualifier of the parameter, or leave the @Qualifier out.");
		}
		return claim;
	}

	/**
	 * Runs the body with the permits in place of what its caller left out.
	 */
	@Nullable Object proceed(MethodInvocation invocation, Permit permit) throws Throwable {
		// Suspending functions, and aspects further inside, may read the arguments after
		// this has returned. So they are put into a copy, which proceeds once and is not
		// reset; the original, which may proceed again, never has them.
		MethodInvocation copy = DetachedInvocation.of(invocation);
		@Nullable Object[] arguments = copy.getArguments();
		for (Given given : this.parameters) {
			if (arguments[given.position()] == null) {
				arguments[given.position()] = given.of(permit);
			}
		}
		return copy.proceed();
	}

	/**
	 * A parameter.
	 *
	 * @param position its index
	 * @param claim whose permit it is for, or {@link #ALL}
	 */
	record Given(int position, int claim) {

		Permit of(Permit permit) {
			Permit taken = (permit instanceof LentPermit lent) ? lent.permit() : permit;
			return new LentPermit(
					(this.claim != ALL && taken instanceof CombinedPermit all) ? all.parts().get(this.claim) : taken);
		}

	}

}
