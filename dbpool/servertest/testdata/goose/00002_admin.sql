-- +goose Up
INSERT INTO users VALUES (1, 'admin');

-- +goose Down
DELETE FROM users WHERE id = 1;
