import { useState } from 'react';
import { pictureUrl } from '../data/documents.ts';
import { useText } from '../messages/language.tsx';

interface PictureProps {
  readonly run: string;
  readonly id: string;
  readonly size: 'small' | 'large';
  readonly hasImage: boolean;
}

/** A document's image; its alternative text is its name, since what it shows is what the reader is here to find out. */
export function Picture({ run, id, size, hasImage }: PictureProps) {
  const { t } = useText();
  const [failed, setFailed] = useState<string>();
  if (!hasImage || failed === id) return <span className="no-picture">{t.noPicture}</span>;
  return (
    <img
      className={`picture picture-${size}`}
      src={pictureUrl(run, id, size)}
      alt={id}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(id)}
    />
  );
}
