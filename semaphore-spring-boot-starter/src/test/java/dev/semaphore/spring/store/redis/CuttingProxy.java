package dev.semaphore.spring.store.redis;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, and cuts the connection at a chosen command.
 */
final class CuttingProxy implements AutoCloseable {

	private final ServerSocket door;

	private final Set<Line> lines = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Order> order = new AtomicReference<>();

	private volatile RedisServer server;

	CuttingProxy(RedisServer server) {
		this.server = server;
		try {
			this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		run(() -> {
			while (true) {
				accept(this.door.accept());
			}
		});
	}

	/** When a connection is cut. */
	enum Cut {

		/** The command does not reach the server. */
		BEFORE,

		/** The server has carried it out, and its answer does not come through. */
		AFTER,

		/** Neither it nor anything after it comes through, and nobody is told. */
		SILENT

	}

	/** Where clients find it. */
	RedisServer asServer() {
		return new RedisServer("127.0.0.1", this.door.getLocalPort(), () -> {
		});
	}

	/** Cuts at the next command that has a word among its arguments. */
	void cutAt(String word, Cut cut) {
		this.order.set(new Order(word, cut));
	}

	/** Whether the cut was made. */
	boolean hasCut() {
		return this.order.get() == null;
	}

	/** Cuts all connections; new ones come through. */
	void cutAll() {
		this.lines.forEach(Line::close);
	}

	/** Leads to another server from now on. */
	void lead(RedisServer server) {
		this.server = server;
		cutAll();
	}

	@Override
	public void close() throws IOException {
		this.door.close();
		cutAll();
	}

	private void accept(Socket client) {
		try {
			RedisServer server = this.server;
			Line line = new Line(client, new Socket(server.host(), server.port()));
			this.lines.add(line);
			run(line::forward);
			run(line::backward);
		}
		catch (IOException ex) {
			closeQuietly(client);
		}
	}

	private static void run(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// one of both ends has closed
			}
		}, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private static void closeQuietly(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Task {

		void run() throws IOException;

	}

	private record Order(String word, Cut cut) {
	}

	private final class Line {

		private final Socket client;

		private final Socket server;

		private volatile boolean answersLost;

		Line(Socket client, Socket server) {
			this.client = client;
			this.server = server;
		}

		void forward() throws IOException {
			try {
				DataInputStream from = new DataInputStream(this.client.getInputStream());
				OutputStream to = this.server.getOutputStream();
				while (true) {
					Request request = Request.read(from);
					Order order = CuttingProxy.this.order.get();
					boolean cut = order != null && request.has(order.word())
							&& CuttingProxy.this.order.compareAndSet(order, null);
					if (cut && order.cut() == Cut.BEFORE) {
						return;
					}
					if (cut && order.cut() == Cut.SILENT) {
						from.transferTo(OutputStream.nullOutputStream());
						return;
					}
					this.answersLost |= cut;
					to.write(request.bytes());
				}
			}
			finally {
				close();
			}
		}

		void backward() throws IOException {
			try {
				InputStream from = this.server.getInputStream();
				byte[] buffer = new byte[8192];
				for (int read = from.read(buffer); read >= 0 && !this.answersLost; read = from.read(buffer)) {
					this.client.getOutputStream().write(buffer, 0, read);
				}
			}
			finally {
				close();
			}
		}

		void close() {
			closeQuietly(this.client);
			closeQuietly(this.server);
			CuttingProxy.this.lines.remove(this);
		}

	}

	/** One command, as it was sent. */
	private record Request(byte[] bytes) {

		static Request read(DataInputStream from) throws IOException {
			StringBuilder text = new StringBuilder();
			int words = number(from, text);
			for (int i = 0; i < words; i++) {
				int length = number(from, text);
				text.append(new String(from.readNBytes(length + 2), StandardCharsets.ISO_8859_1));
			}
			return new Request(text.toString().getBytes(StandardCharsets.ISO_8859_1));
		}

		boolean has(String word) {
			return new String(this.bytes, StandardCharsets.ISO_8859_1).contains("\r\n" + word + "\r\n");
		}

		/** A line such as *3 or $12. */
		private static int number(DataInputStream from, StringBuilder text) throws IOException {
			int begin = text.length();
			char last = 0;
			while (last != '\n') {
				last = (char) from.readUnsignedByte();
				text.append(last);
			}
			return Integer.parseInt(text.substring(begin + 1).trim());
		}

	}

}
