# Builds the one binary and nothing else; the image holds it, CA certificates and
# one volume. It runs as nobody, writes only below /data and asks itself whether
# it is well.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/dodomu ./cmd/dodomu \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/dodomu /dodomu
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENV DODOMU_DB=sqlite:/data/dodomu.db DODOMU_LISTEN=127.0.0.1:8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/dodomu", "health"]
ENTRYPOINT ["/dodomu"]
CMD ["serve"]
