package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.semaphore.store.Membership;
import org.jspecify.annotations.Nullable;

/**
 * What a member's calls have in common: the keys, and the arguments before the
 * operations.
 */
final class RedisHeader {

	private final Membership member;

	/** As they are sent. */
	private final byte[][] words;

	private RedisHeader(Membership member, byte[][] words) {
		this.member = member;
		this.words = words;
	}

	/** That of a member, made anew unless the last one was its, too. */
	static RedisHeader of(Membership member, @Nullable RedisHeader last) {
		return (last != null && last.member.equals(member)) ? last : of(member);
	}

	private static RedisHeader of(Membership member) {
		RedisNames names = RedisNames.of(member.semaphore());
		return new RedisHeader(member,
				Stream
					.of(names.state(), names.queue(), names.members(), member.instance(),
							Math.max(member.lease().toMillis(), 1), member.terms().permits(),
							member.terms().forgotten(), member.terms().version(), names.prefix())
					.map(RedisHeader::bytes)
					.toArray(byte[][]::new));
	}

	/** Keys and arguments of a call with these operations. */
	byte[][] followedBy(List<? extends RedisCall<?>> calls) {
		int length = this.words.length;
		for (RedisCall<?> call : calls) {
			length += call.words().length;
		}
		byte[][] all = Arrays.copyOf(this.words, length);
		int next = this.words.length;
		for (RedisCall<?> call : calls) {
			for (Object word : call.words()) {
				all[next++] = bytes(word);
			}
		}
		return all;
	}

	private static byte[] bytes(Object word) {
		return word.toString().getBytes(StandardCharsets.UTF_8);
	}

}
