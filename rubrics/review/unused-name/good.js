import React from "react";

function area(width, height) {
  const size = width * height;
  return size;
}

export const Card = () => <p>{area(2, 3)}</p>;
